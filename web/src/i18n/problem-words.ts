/** What the app says of a problem code in a language that the server does not speak. */
export interface ProblemWords {
  /** The first one whose fields (`subject`, `column`) the problem carries is taken. */
  texts: [string, ...string[]];
  /** The way out. */
  hint?: string;
  /** The first text says all there is to say, so the server's own words add nothing. */
  isWhole?: true;
}

/**
 * German words for the codes of the server, in the order of its table in
 * `crates/relata-model/src/problem.rs`; a test holds the two together.
 * English has no table: there the server's own words are shown, which are more exact than a code.
 */
export const GERMAN: Record<string, ProblemWords> = {
  "self-relation": { texts: ["Ein Produkt kann nicht auf sich selbst zeigen"], isWhole: true },
  "family-relation": {
    texts: ["Beide gehören zu einer Familie: Ein Produkt zeigt nicht auf seine eigenen Varianten"],
    isWhole: true,
  },
  "duplicate-relation": {
    texts: ["Diese Beziehung gibt es schon"],
    hint: "ändern Sie die vorhandene, oder wählen Sie einen anderen Kanal oder Zeitraum",
  },
  "unknown-product": {
    texts: ["Es gibt kein Produkt {subject}", "Es gibt kein Produkt mit dieser SKU"],
    hint: "prüfen Sie die Schreibweise, oder legen Sie das Produkt zuerst an",
    isWhole: true,
  },
  "unknown-type": {
    texts: ["Die Beziehungsart {subject} ist nicht bekannt", "Diese Beziehungsart ist nicht bekannt"],
    hint: "nehmen Sie eine vorhandene, oder legen Sie die Art zuerst an",
  },
  "unknown-channel": {
    texts: ["Diesen Kanal gibt es nicht"],
    hint: "nehmen Sie einen vorhandenen, oder legen Sie ihn zuerst an",
  },
  "unknown-placement": {
    texts: ["Diesen Platz gibt es nicht"],
    hint: "nehmen Sie einen vorhandenen, oder legen Sie ihn zuerst an",
  },
  "unknown-column": {
    texts: [
      "Die Spalte „{column}“ wird nicht gelesen",
      "Eine Spalte steht nicht in der Datei oder wird nicht gelesen",
    ],
  },
  "unknown-profile": {
    texts: ["Das Format der Datei ist nicht bekannt"],
    hint: "ordnen Sie die Spalten selbst zu, oder speichern Sie die Datei als CSV mit Kopfzeile",
  },
  "inactive-product": {
    texts: [
      "{subject} wird zurzeit nicht verkauft; die Beziehung erscheint deshalb nicht",
      "Das Produkt wird zurzeit nicht verkauft; die Beziehung erscheint deshalb nicht",
    ],
    isWhole: true,
  },
  cycle: {
    texts: ["Das würde einen Kreis schließen, den diese Art nicht erlaubt"],
    hint: "entfernen Sie eine der Beziehungen des Kreises, oder nehmen Sie eine Art, die Kreise erlaubt",
    isWhole: true,
  },
  "cycle-unproven": {
    texts: ["Ob ein Kreis entstünde, ließ sich nicht zu Ende prüfen; die Beziehung wurde nicht angenommen"],
    hint: "kürzen Sie die Ketten dieser Art",
  },
  "limit-exceeded": { texts: ["Das ist mehr, als hier erlaubt ist"] },
  "invalid-window": {
    texts: ["Das Ende des Zeitraums muss nach seinem Anfang liegen"],
    hint: "wählen Sie ein späteres Ende oder einen früheren Anfang",
    isWhole: true,
  },
  "invalid-value": {
    texts: ["Ein Wert in der Spalte „{column}“ passt dort nicht", "Ein Wert passt hier nicht"],
  },
  "missing-value": {
    texts: ["In der Spalte „{column}“ fehlt ein Wert", "Ein Wert fehlt, der da sein muss"],
    hint: "tragen Sie ihn ein",
  },
  "invalid-text": {
    texts: [
      "Der Text in der Spalte „{column}“ ist nicht lesbar oder enthält ein Zeichen, das nicht erlaubt ist",
      "Der Text ist nicht lesbar oder enthält ein Zeichen, das nicht erlaubt ist",
    ],
    hint: "speichern Sie die Datei als UTF-8",
  },
  "invalid-record": {
    texts: ["Eine Zeile hat nicht die Form, die die Kopfzeile vorgibt"],
    hint: "prüfen Sie Trennzeichen und Anführungszeichen dieser Zeile",
  },
  "duplicate-row": {
    texts: ["{subject} steht zweimal in der Datei", "Dieselbe Zeile steht zweimal in der Datei"],
    isWhole: true,
  },
  "duplicate-column": {
    texts: ["Die Spalte „{column}“ steht zweimal da", "Eine Spalte steht zweimal da"],
    hint: "entfernen Sie eine der beiden, oder benennen Sie sie um",
  },
  rounded: { texts: ["Ein Wert hatte zu viele Nachkommastellen und wurde gerundet"] },
  "order-kept": {
    texts: [
      "Die Liste von {subject} hat jemand von Hand geordnet: Neues kam ans Ende, die Reihenfolge blieb",
      "Diese Liste hat jemand von Hand geordnet: Neues kam ans Ende, die Reihenfolge blieb",
    ],
  },
  "incomplete-list": {
    texts: [
      "Zeilen der Liste von {subject} ließen sich nicht lesen; deshalb wurde nichts aus ihr entfernt",
      "Zeilen ließen sich nicht lesen; deshalb wurde nichts entfernt",
    ],
    hint: "stellen Sie die Zeilen richtig, und importieren Sie die ganze Datei noch einmal",
  },
  "parent-missing": {
    texts: ["Das Elternprodukt gibt es noch nicht"],
    hint: "bis es da ist, steht die Variante für sich",
  },
  "pending-target": {
    texts: [
      "{subject} gibt es noch nicht; was sich darauf bezieht, wartet",
      "Ein Ende der Beziehung gibt es noch nicht; sie wartet, bis das Produkt da ist",
    ],
    isWhole: true,
  },
  "type-created": {
    texts: [
      "Die Beziehungsart {subject} gab es nicht; sie wurde angelegt",
      "Die Datei nennt eine Beziehungsart, die es nicht gab; sie wurde angelegt",
    ],
    hint: "sehen Sie sich ihr Gewicht, ihre Regeln und ihre Plätze an",
    isWhole: true,
  },
  "not-exported": { texts: ["Das Format des Exports kann das nicht ausdrücken; es wurde ausgelassen"] },
  "not-found": { texts: ["Das gibt es nicht oder nicht mehr"] },
  conflict: {
    texts: ["Jemand anders hat es inzwischen geändert"],
    hint: "laden Sie die Seite neu, und versuchen Sie es noch einmal",
  },
  "key-mismatch": { texts: ["Der Schlüssel im Inhalt ist ein anderer als der in der Adresse"] },
  "idempotency-key-reused": {
    texts: ["Dieselbe Anfrage wurde schon mit anderem Inhalt gesendet"],
    hint: "laden Sie die Seite neu, und versuchen Sie es noch einmal",
  },
  "in-use": { texts: ["Das wird noch gebraucht und lässt sich nicht entfernen"] },
  "too-large": { texts: ["Das ist größer, als hier erlaubt ist"], hint: "teilen Sie es auf" },
  "timed-out": {
    texts: ["Die Anfrage hat länger gedauert, als erlaubt ist"],
    hint: "versuchen Sie es noch einmal",
    isWhole: true,
  },
  unavailable: {
    texts: ["Die Datenbank ist nicht erreichbar; Antworten kommen weiter aus dem Speicher"],
    hint: "versuchen Sie es in einer Minute noch einmal",
  },
  "invalid-json": { texts: ["Der Inhalt ist kein JSON"] },
  "unsupported-media-type": { texts: ["Dieses Format wird hier nicht gelesen"] },
  "method-not-allowed": { texts: ["Unter dieser Adresse geht das nicht"] },
  "in-progress": {
    texts: ["Dieselbe Anfrage wird gerade noch bearbeitet"],
    hint: "warten Sie einen Augenblick",
    isWhole: true,
  },
  "foreign-host": {
    texts: ["Der Server nimmt unter dieser Adresse nichts an"],
    hint: "rufen Sie ihn unter seinem eigenen Namen auf",
  },
  overloaded: {
    texts: ["Der Server hat gerade zu viel zu tun"],
    hint: "versuchen Sie es in einer Minute noch einmal",
    isWhole: true,
  },
  guideline: { texts: ["Eine Richtlinie verbietet, diese Produkte zusammen zu zeigen"] },
  syntax: {
    texts: ["Der Text ist keine Bedingung"],
    hint: "Texte stehen in Anführungszeichen; „und“ ist &&, „oder“ ist ||, „gleich“ ist ==",
  },
  "unknown-attribute": { texts: ["Die Bedingung fragt nach einem Feld oder Merkmal, das es nicht gibt"] },
  "unknown-condition": { texts: ["Die Bedingung nennt eine Bedingung oder Regel, die es nicht gibt"] },
  "type-mismatch": { texts: ["Die Bedingung vergleicht oder rechnet mit Werten verschiedener Art"] },
  "rule-cycle": {
    texts: [
      "Die Regel würde einen Kreis schließen, den ihre Art nicht erlaubt, oder Bedingungen und Regeln lesen einander im Kreis",
    ],
  },
  "alike-rules": {
    texts: ["Mehrere Regeln unterscheiden sich nur im Produkt; eine Regel könnte sagen, was alle sagen"],
  },
  "test-failed": {
    texts: [
      "Die verlangte Prüfung {subject} schlägt damit fehl, deshalb kann es nicht aktiv werden",
      "Eine verlangte Prüfung schlägt damit fehl, deshalb kann es nicht aktiv werden",
    ],
    hint: "speichern Sie es als Entwurf und probieren Sie es aus, oder ändern Sie die Prüfung",
  },
  "withheld-pair": {
    texts: ["Was eine Regel zeigen will, würde einen Kreis schließen und wird deshalb nicht gezeigt"],
  },
  "stale-relation": { texts: ["Der Zeitraum der Beziehung ist vorbei"] },
  "dangling-relation": { texts: ["Ein Ende der Beziehung gibt es nicht"] },
  "overfull-list": { texts: ["Die Liste enthält mehr Beziehungen, als die Art erlaubt"] },
  "unreachable-target": {
    texts: ["Das Ziel wird nicht verkauft oder ist ausverkauft, und nichts ersetzt es"],
  },
  "contradictory-relation": { texts: ["Zwei Beziehungen sagen Gegenteiliges über dasselbe Paar"] },
  "potential-not-rising": { texts: ["Entlang der Beziehung steigt nicht, was bei dieser Art steigen soll"] },
  "foreign-currency": {
    texts: ["Der Preis steht in einer Währung ohne Kurs und zählt in Bedingungen als nicht vorhanden"],
  },
  internal: {
    texts: ["Das Programm ist auf einen Fehler gestoßen"],
    hint: "versuchen Sie es noch einmal; das Protokoll des Servers nennt den Grund",
  },
};
