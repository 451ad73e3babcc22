package dev.cnilab.cluster.image.weave;

import dev.cnilab.userland.process.Process;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The log of weave's programs on their standard error. */
public record WeaveLog(Process process) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  public void info(String text) {
    write("INFO", text);
  }

  public void warning(String text) {
    write("WARN", text);
  }

  private void write(String severity, String text) {
    process.err().println("%s: %s %s".formatted(severity, TIME.format(process.loop().now()), text));
  }
}
