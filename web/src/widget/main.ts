export { QingtingChat } from "./element";
