/** A sound and a notification for a new major complaint, for whoever wants them. */

import { pageStorage } from "../../shared/storage";
import type { Conversation } from "../../shared/desk";
import { Observable } from "./observable";

const KEY = "qingting:desk:alerts";

export interface Bell {
  /** Asks the browser; false where the person or the browser says no. */
  permit(): Promise<boolean>;
  ring(title: string, body: string, open: () => void): void;
}

export class Alerts extends Observable {
  readonly #bell: Bell;
  readonly #tell: (conversation: Conversation) => { title: string; body: string; open: () => void };
  #known: Set<string> | null = null;

  constructor(bell: Bell, tell: (conversation: Conversation) => { title: string; body: string; open: () => void }) {
    super();
    this.#bell = bell;
    this.#tell = tell;
  }

  get on(): boolean {
    return pageStorage("localStorage").getItem(KEY) === "on";
  }

  async toggle(): Promise<void> {
    const on = !this.on;
    if (on) await this.#bell.permit(); // Without the notification the sound is still of use.
    pageStorage("localStorage").setItem(KEY, on ? "on" : "off");
    this.changed();
  }

  /** Those who wait now; the first time only says what is there already. */
  see(waiting: readonly Conversation[]): void {
    const major = waiting.filter(({ level }) => level === "major");
    const fresh = major.filter(({ id }) => this.#known !== null && !this.#known.has(id));
    this.#known = new Set(major.map(({ id }) => id));
    if (!this.on) return;
    for (const conversation of fresh) {
      const { title, body, open } = this.#tell(conversation);
      this.#bell.ring(title, body, open);
    }
  }
}

/** Two short tones, made here: no file to load, nothing for the content policy to allow. */
export class BrowserBell implements Bell {
  #context: AudioContext | null = null;

  async permit(): Promise<boolean> {
    this.#context ??= new AudioContext(); // Made on a click, or the browser keeps it silent.
    if (!("Notification" in window)) return false;
    return (await Notification.requestPermission()) === "granted";
  }

  ring(title: string, body: string, open: () => void): void {
    this.#sound();
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    const shown = new Notification(title, { body, tag: title + body, icon: "/icon.svg" });
    shown.onclick = () => {
      window.focus();
      open();
      shown.close();
    };
  }

  #sound(): void {
    try {
      this.#context ??= new AudioContext();
      const { currentTime } = this.#context;
      [660, 880].forEach((pitch, index) => this.#tone(pitch, currentTime + index * 0.18));
    } catch {
      // A browser without sound still shows the notification and the list.
    }
  }

  #tone(pitch: number, at: number): void {
    if (!this.#context) return;
    const oscillator = this.#context.createOscillator();
    const volume = this.#context.createGain();
    oscillator.frequency.value = pitch;
    volume.gain.setValueAtTime(0.15, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.16);
    oscillator.connect(volume).connect(this.#context.destination);
    oscillator.start(at);
    oscillator.stop(at + 0.17);
  }
}
