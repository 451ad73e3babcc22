package dev.cnilab.cluster.image.cilium;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.process.Process;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The log of Cilium's programs on their standard error. */
record CiliumLog(Process process) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  void info(String text) {
    write("info", text);
  }

  void error(String text) {
    write("error", text);
  }

  private void write(String level, String text) {
    process
        .err()
        .println(
            "time=%s level=%s msg=%s"
                .formatted(TIME.format(process.now()), level, GoText.quote(text)));
  }
}
