package dev.cnilab.lab.view;

/** How a statement is meant. Its sign is printed too, so that nothing depends on colour. */
public enum Tone {
  PLAIN(""),
  /** Said in passing. */
  QUIET(""),
  GOOD("✓ "),
  BAD("✗ "),
  WARNING("! ");

  private final String sign;

  Tone(String sign) {
    this.sign = sign;
  }

  /** The sign with its blank, empty for {@link #PLAIN} and {@link #QUIET}. */
  public String sign() {
    return sign;
  }

  String cssClass() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
