/** A sound and the browser's notification. */

export interface Ring {
  /** Of what it speaks: a later one about the same takes its place, and rings again. */
  tag: string;
  title: string;
  body: string;
  open: () => void;
  urgent: boolean;
}

export interface Bell {
  /** Asks the browser; false where the person or the browser says no. */
  permit(): Promise<boolean>;
  ring(ring: Ring): void;
}

/** Short tones, made here: no file to load, nothing for the content policy to allow. */
export class BrowserBell implements Bell {
  #context: AudioContext | null = null;

  async permit(): Promise<boolean> {
    this.#context ??= new AudioContext(); // Made on a click, or the browser keeps it silent.
    if (!("Notification" in window)) return false;
    return (await Notification.requestPermission()) === "granted";
  }

  ring({ tag, title, body, open, urgent }: Ring): void {
    this.#sound(urgent ? [660, 880] : [660]);
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    const options = { body, tag, renotify: true, icon: "/icon.svg" }; // TypeScript does not know `renotify`.
    const shown = new Notification(title, options);
    shown.onclick = () => {
      window.focus();
      open();
      shown.close();
    };
  }

  #sound(pitches: readonly number[]): void {
    try {
      this.#context ??= new AudioContext();
      const { currentTime } = this.#context;
      pitches.forEach((pitch, index) => this.#tone(pitch, currentTime + index * 0.18));
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
