import { css } from "lit";
import { colours } from "./styles/colours";
import { files } from "./styles/files";
import { frame } from "./styles/frame";
import { messages } from "./styles/messages";
import { sheets } from "./styles/sheets";
import { small } from "./styles/small";

export const styles = [colours, css`*, *::before, *::after { box-sizing: border-box; }`, frame, messages, files, sheets, small];
