package dev.cnilab.cluster.image.flannel;

import dev.cnilab.userland.process.Process;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** flanneld's log on its standard error, in klog's format. */
record FlannelLog(Process process) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMdd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  void info(String place, String text) {
    write('I', place, text);
  }

  void warning(String place, String text) {
    write('W', place, text);
  }

  void error(String place, String text) {
    write('E', place, text);
  }

  private void write(char severity, String place, String text) {
    process
        .err()
        .println(
            "%c%s %7d %s] %s"
                .formatted(
                    severity, TIME.format(process.loop().now()), process.pidInside(), place, text));
  }
}
