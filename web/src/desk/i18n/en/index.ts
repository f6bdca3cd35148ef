import { admin } from "./admin";
import { app } from "./app";
import { avoid } from "./avoid";
import { brief } from "./brief";
import { events } from "./events";
import { judging } from "./judging";
import { lists } from "./lists";
import { notes } from "./notes";
import { person } from "./person";
import { thread } from "./thread";

export const en = { ...admin, ...app, ...avoid, ...brief, ...events, ...judging, ...lists, ...notes, ...person, ...thread };
