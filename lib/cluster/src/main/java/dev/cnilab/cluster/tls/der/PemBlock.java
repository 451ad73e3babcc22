package dev.cnilab.cluster.tls.der;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a text in PEM, as {@code pem.Decode} of Go reads it: what is not a complete block is
 * passed over.
 *
 * @param headers whether the encoded content follows after headers, such as {@code Proc-Type: 4}
 */
@SuppressWarnings("ArrayRecordComponent") // it is only read
public record PemBlock(String label, boolean headers, byte[] content) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final Pattern LABEL = Pattern.compile("([^\n]*?)-----[ \t]*\r?(?:\n|$)");
  private static final Pattern HEADER = Pattern.compile("[^\n:]*:[^\n]*(?:\n|$)");
  private static final Pattern END_OF_LINE = Pattern.compile("[ \t]*\r?(?:\n|$)");

  /** All blocks of a text, in order. */
  public static List<PemBlock> all(String text) {
    List<PemBlock> blocks = new ArrayList<>();
    int end = endLine(text, 0);
    int from = 0;
    while (end >= 0) {
      Optional<PemBlock> block = ending(text, from, end);
      block.ifPresent(blocks::add);
      from = block.isPresent() ? nextLine(text, end) : end + END.length();
      end = endLine(text, from);
    }
    return blocks;
  }

  /** Where the next line with an end begins: only after a line break does it count. */
  private static int endLine(String text, int from) {
    int at = text.indexOf("\n" + END, from);
    return at < 0 ? -1 : at + 1;
  }

  /** The block from the last begin before an end up to this end. */
  private static Optional<PemBlock> ending(String text, int from, int end) {
    int last = text.substring(from, end).lastIndexOf(BEGIN); // looks at nothing twice
    if (last < 0 || (last > 0 && text.charAt(from + last - 1) != '\n')) {
      return Optional.empty();
    }
    int begin = from + last;
    Matcher label = LABEL.matcher(text).region(begin + BEGIN.length(), text.length());
    if (!label.lookingAt()) {
      return Optional.empty();
    }
    Matcher header = HEADER.matcher(text).region(label.end(), text.length());
    int content = label.end();
    while (content < end && header.lookingAt()) {
      content = header.end();
      header.region(content, text.length());
    }
    String wanted = END + label.group(1) + DASHES;
    Matcher afterwards =
        END_OF_LINE
            .matcher(text)
            .region(Math.min(end + wanted.length(), text.length()), text.length());
    if (content > end || !text.startsWith(wanted, end) || !afterwards.lookingAt()) {
      return Optional.empty();
    }
    boolean headers = content > label.end();
    return decoded(text.substring(content, end))
        .map(bytes -> new PemBlock(label.group(1), headers, bytes));
  }

  private static int nextLine(String text, int from) {
    int line = text.indexOf('\n', from);
    return line < 0 ? text.length() : line; // an end needs the line break before it
  }

  /** Go's decoder wants the padding, which the JDK's does not. */
  private static Optional<byte[]> decoded(String base64) {
    String digits = base64.replaceAll("[ \t\r\n]", "");
    try {
      return digits.length() % 4 == 0
          ? Optional.of(Base64.getDecoder().decode(digits))
          : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
