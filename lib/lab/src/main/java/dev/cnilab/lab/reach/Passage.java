package dev.cnilab.lab.reach;

/** The result of an attempt. A refusal counts as having come through. */
public enum Passage {
  OPEN("open"),
  SILENT("silence");

  private final String word;

  Passage(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
