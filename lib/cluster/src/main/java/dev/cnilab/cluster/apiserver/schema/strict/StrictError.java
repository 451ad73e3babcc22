package dev.cnilab.cluster.apiserver.schema.strict;

import dev.cnilab.cluster.log.GoText;

/** A field that its type does not have, or that occurs more than once. */
public record StrictError(Why why, String path) {
  /** What is wrong with a field, in the words for it. */
  public enum Why {
    UNKNOWN("unknown field "),
    REPEATED("duplicate field ");

    private final String words;

    Why(String words) {
      this.words = words;
    }
  }

  /** As the decoder reports it. */
  public String text() {
    return why.words + GoText.quote(path);
  }

  /** As it is reported of a map that has been decoded before: without escapes. */
  public String plainText() {
    return why.words + '"' + path + '"';
  }
}
