import "../src/desk/app";
