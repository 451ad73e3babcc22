package dev.cnilab.cluster.image.weave.router;

import dev.cnilab.userland.process.Process;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The log of weaver on its standard error. */
public record WeaveLog(Process process) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  public void info(String text) {
    write("INFO", text);
  }

  public void fatal(String text) {
    write("FATA", text);
  }

  private void write(String level, String text) {
    process.err().println("%s: %s %s".formatted(level, TIME.format(process.now()), text));
  }
}
