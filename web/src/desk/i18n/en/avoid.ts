import type { avoid as zh } from "../zh/avoid";

export const avoid: Record<keyof typeof zh, string> = {
  "avoid.avoid_regulator": "Do not talk the customer out of going to the regulator and promise no outcome; explain the procedure and name the date of the answer.",
  "avoid.avoid_media": "Do not react to the publicity or trade on it; keep to the concrete problem and say when the next step comes.",
  "avoid.avoid_legal": "Do not judge liability or chances in court; respect the right to sue, record the points in dispute, and say who answers in writing and when.",
  "avoid.avoid_violence": "Do not confront or provoke; stay calm, tell your supervisor at once, follow the safety procedure and keep the exact words.",
  "avoid.avoid_self_harm": "Do not argue who is right and do not leave the customer waiting alone; ask after their safety first, tell your supervisor at once, call emergency help if needed.",
  "avoid.avoid_group": "Do not speak about other customers and make no promise to all; record each person's policy and demand separately.",
  "avoid.avoid_repeat": "Do not make the customer tell it all again; sum up what is known, where it stood last time, and when the answer comes.",
  "avoid.avoid_vip": "Do not promise exceptions because of who it is; same standard, quicker response, a named person and a definite time.",
  "avoid.avoid_influencer": "Do not promise or explain more because of the audience; say only verified facts that could be read by anybody.",
  "avoid.avoid_excessive_demand": "Do not bargain, refuse on the spot or reproach; repeat the concrete problem, record the demand as it is, name the basis and the time of the answer.",
  "avoid.avoid_staff_fraud": "Do not defend the colleague and do not find guilt; secure the evidence, ask what happened, and say who examines it independently and until when.",
  "avoid.avoid_lost_patience": "Do not argue and never say “please wait” without a time; apologise, state the concrete problem, then give a definite time.",
};
