import { admin } from "./admin";
import { app } from "./app";
import { avoid } from "./avoid";
import { brief } from "./brief";
import { caseFile } from "./case-file";
import { events } from "./events";
import { judging } from "./judging";
import { lists } from "./lists";
import { notes } from "./notes";
import { person } from "./person";
import { record } from "./record";
import { related } from "./related";
import { replies } from "./replies";
import { search } from "./search";
import { thread } from "./thread";

export const zh = {
  ...{ ...admin, ...app, ...avoid, ...brief, ...caseFile, ...events, ...judging, ...lists, ...notes, ...person },
  ...{ ...record, ...related, ...replies, ...search, ...thread },
};
