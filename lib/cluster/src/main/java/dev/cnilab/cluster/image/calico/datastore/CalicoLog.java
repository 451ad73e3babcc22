package dev.cnilab.cluster.image.calico.datastore;

import dev.cnilab.userland.process.Process;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The log of Calico's programs on standard output, in their own format. */
public record CalicoLog(Process process) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  public void info(String place, String text) {
    write("INFO", place, text);
  }

  public void warning(String place, String text) {
    write("WARNING", place, text);
  }

  public void error(String place, String text) {
    write("ERROR", place, text);
  }

  private void write(String level, String place, String text) {
    process
        .out()
        .println(
            "%s [%s][%d] %s: %s"
                .formatted(TIME.format(process.now()), level, process.pidInside(), place, text));
  }
}
