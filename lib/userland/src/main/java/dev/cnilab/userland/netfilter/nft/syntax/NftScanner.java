package dev.cnilab.userland.netfilter.nft.syntax;

import dev.cnilab.userland.netfilter.nft.syntax.NftToken.Kind;
import dev.cnilab.userland.stream.StreamUser;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits text into words (src/scanner.l). */
public final class NftScanner {
  /** The work of a word, in microseconds. */
  private static final int WORK = 1;

  private static final Pattern WORD =
      Pattern.compile(
          "(?<blank>[ \\t\\r]+|#[^\\n]*|\\\\\\n)"
              + "|(?<newline>\\n)"
              + "|\"(?<quoted>[^\"\\n]*)\""
              + "|(?<ip6>[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})"
              + "|(?<ip4>\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\w.]))"
              + "|(?<time>\\d+(?:ms|[dhms])(?:\\d+(?:ms|[dhms]))*(?!\\w))"
              + "|(?<number>0x[0-9a-fA-F]+|\\d+)"
              + "|(?<string>(?:[A-Za-z_]|\\.(?=[\\w/]))[\\w/\\-.\\\\]*)"
              + "|(?<sign>==|!=|<=|>=|<<|>>|[{}(),;:./&|^!<>=@*$+-])"
              + "|(?<other>.)");

  private NftScanner() {}

  /**
   * The words of a text.
   *
   * @param reader works for each word
   */
  public static List<NftToken> scan(String text, StreamUser reader) {
    List<NftToken> tokens = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    int line = 1;
    int start = 0;
    while (word.find()) {
      reader.work(WORK);
      int column = word.start() - start;
      int length = word.end() - word.start();
      if (word.group("newline") != null) {
        tokens.add(new NftToken(Kind.NEWLINE, "\n", line, column, 1));
        line++;
        start = word.end();
      } else if (word.group("quoted") != null) {
        tokens.add(new NftToken(Kind.QUOTED, word.group("quoted"), line, column, length));
      } else if (word.group("other") != null) {
        throw new NftFailure(
            new NftToken(Kind.SIGN, word.group(), line, column, 1),
            "syntax error, unexpected junk");
      } else if (word.group("blank") == null) {
        tokens.add(new NftToken(kind(word), word.group(), line, column, length));
      }
    }
    tokens.add(new NftToken(Kind.END, "", line, text.length() - start, 1));
    return tokens;
  }

  private static Kind kind(Matcher word) {
    if (word.group("number") != null) {
      return Kind.NUMBER;
    }
    return word.group("sign") != null ? Kind.SIGN : Kind.STRING;
  }
}
