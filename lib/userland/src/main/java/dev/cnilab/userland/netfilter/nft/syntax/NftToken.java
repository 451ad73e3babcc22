package dev.cnilab.userland.netfilter.nft.syntax;

/**
 * A word of the language.
 *
 * @param text without the quotes of a quoted word
 * @param line counted from 1
 * @param column of its first character, counted from 0
 * @param length in characters, including quotes
 */
public record NftToken(Kind kind, String text, int line, int column, int length) {
  /** The kind of a word, as a syntax error names it. */
  public enum Kind {
    STRING("string"),
    QUOTED("quoted string"),
    NUMBER("number"),
    SIGN(""),
    NEWLINE("newline"),
    END("end of file");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** The same word with the preceding sign. */
  public NftToken withSign() {
    return new NftToken(kind, text, line, column - 1, length + 1);
  }

  /** The text from this word up to a space before a later word on the same line. */
  public NftToken until(NftToken close) {
    return new NftToken(kind, text, line, column, Math.max(1, close.column - column - 1));
  }

  public boolean is(String sign) {
    return text.equals(sign) && kind != Kind.QUOTED;
  }

  /** The word's name in a syntax error: a keyword by itself. */
  String name() {
    return switch (kind) {
      case SIGN -> Keywords.SIGNS.getOrDefault(text, "'" + text + "'");
      case STRING -> Keywords.ALL.contains(text) ? text : kind.text;
      default -> kind.text;
    };
  }
}
