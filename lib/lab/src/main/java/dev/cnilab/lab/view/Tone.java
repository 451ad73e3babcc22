package dev.cnilab.lab.view;

/** The tone of a statement. Its sign is printed too, so that nothing depends on color. */
public enum Tone {
  PLAIN(""),
  /** A remark. */
  QUIET(""),
  GOOD("✓ "),
  BAD("✗ "),
  WARNING("! ");

  private final String sign;

  Tone(String sign) {
    this.sign = sign;
  }

  /** The sign followed by a space, empty for {@link #PLAIN} and {@link #QUIET}. */
  public String sign() {
    return sign;
  }

  String cssClass() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
