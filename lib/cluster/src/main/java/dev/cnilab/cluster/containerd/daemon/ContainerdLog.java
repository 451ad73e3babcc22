package dev.cnilab.cluster.containerd.daemon;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.process.Process;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * containerd's log on its standard error, in logrus' text format: {@code time="…" level=info
 * msg="…"} and further fields by name. Nothing is written while containerd does not run.
 */
public final class ContainerdLog {
  /** RFC 3339 with nine decimal places, as containerd configures it. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

  /** What logrus prints without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9\\-._/@^+]+");

  private @Nullable Process daemon;

  /** Sets the process whose standard error it is; null when the process has ended. */
  public void writeTo(@Nullable Process process) {
    daemon = process;
  }

  public void info(String message) {
    write("info", message, Map.of());
  }

  public void info(String message, Map<String, String> fields) {
    write("info", message, fields);
  }

  public void warning(String message, String error) {
    write("warning", message, Map.of("error", error));
  }

  public void warning(String message, Map<String, String> fields) {
    write("warning", message, fields);
  }

  public void error(String message, String error) {
    write("error", message, Map.of("error", error));
  }

  public void error(String message, Map<String, String> fields) {
    write("error", message, fields);
  }

  public void fatal(String message, String error) {
    write("fatal", message, Map.of("error", error));
  }

  private void write(String level, String message, Map<String, String> fields) {
    if (daemon == null) {
      return;
    }
    Instant now = daemon.now();
    StringBuilder line = new StringBuilder("time=\"" + TIME.format(now) + "\" level=" + level);
    append(line, "msg", message);
    new TreeMap<>(fields).forEach((name, value) -> append(line, name, value));
    daemon.err().println(line);
  }

  private static void append(StringBuilder line, String name, String value) {
    line.append(' ').append(name).append('=');
    line.append(PLAIN.matcher(value).matches() ? value : GoText.quote(value));
  }
}
