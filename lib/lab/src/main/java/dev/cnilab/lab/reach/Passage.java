package dev.cnilab.lab.reach;

/** What became of an attempt. An answer that refuses has come through as well. */
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
