package dev.cnilab.cluster.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines such as {@code E1123 22:50:33.300424 140 kubelet.go:3012] "Container runtime network
 * not ready" networkReady="…"}. The source locations are those of Kubernetes 1.37.2.
 */
public final class Klog implements StructuredLog {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMdd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /** Room for the prefix of a message. */
  private static final int HEAD = 64;

  private final Supplier<Instant> clock;
  private final String pid;
  private final Consumer<String> journal;

  /**
   * A log of one process.
   *
   * @param journal receives a line without the time and host, which the journal itself prints
   */
  public Klog(Supplier<Instant> clock, int pid, Consumer<String> journal) {
    this.clock = clock;
    this.pid = " %7d ".formatted(pid);
    this.journal = journal;
  }

  /** A structured line; {@code fields} are keys and values alternately. */
  @Override
  public void info(String source, String message, Object... fields) {
    write('I', source, GoText.quote(message), fields);
  }

  /** A structured error line without an {@code err} field. */
  public void error(String source, String message, Object... fields) {
    write('E', source, GoText.quote(message), fields);
  }

  /** A structured line with the error first among its fields. */
  @Override
  public void failure(String source, @Nullable String error, String message, Object... fields) {
    Object[] all = new Object[fields.length + 2];
    all[0] = "err";
    all[1] = String.valueOf(error);
    System.arraycopy(fields, 0, all, 2, fields.length);
    write('E', source, GoText.quote(message), all);
  }

  /** An unstructured line. */
  public void plain(String source, String text) {
    write('I', source, text);
  }

  /** An unstructured line of a warning. */
  public void plainWarning(String source, String text) {
    write('W', source, text);
  }

  /** An unstructured line of an error. */
  public void plainError(String source, String text) {
    write('E', source, text);
  }

  private void write(char severity, String source, String message, Object... fields) {
    StringBuilder line =
        new StringBuilder(HEAD + message.length()).append(severity).append(Stamp.of(clock.get()));
    line.append(pid).append(source).append("] ").append(message);
    for (int i = 0; i + 1 < fields.length; i += 2) {
      line.append(' ').append(fields[i]).append('=').append(value(fields[i + 1]));
    }
    journal.accept(line.toString());
  }

  /** The time prefix of lines, which is shared by lines of the same instant. */
  private record Stamp(Instant instant, String text) {
    private static volatile Stamp last = new Stamp(Instant.EPOCH, TIME.format(Instant.EPOCH));

    static String of(Instant instant) {
      Stamp known = last;
      if (!known.instant.equals(instant)) {
        known = new Stamp(instant, TIME.format(instant));
        last = known;
      }
      return known.text;
    }
  }

  private static String value(Object value) {
    if (value instanceof JsonNode || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    String text = value.toString();
    return text.contains("\n") ? "<\n\t" + text.replace("\n", "\n\t") + "\n >" : GoText.quote(text);
  }
}
