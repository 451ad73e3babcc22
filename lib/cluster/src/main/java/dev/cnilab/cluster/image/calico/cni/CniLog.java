package dev.cnilab.cluster.image.calico.cni;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The plugins' log: standard error, which containerd logs, and a file.
 *
 * @param path of the file; "" for none
 */
record CniLog(Process process, String path) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  static CniLog of(Process process, JsonNode config) {
    return new CniLog(process, config.path("log_file_path").asText(""));
  }

  void info(String place, String text) {
    String line =
        "%s [INFO][%d] %s: %s\n".formatted(TIME.format(process.now()), process.pid(), place, text);
    process.err().print(line);
    if (!path.isEmpty()) {
      append(line);
    }
  }

  private void append(String line) {
    MountNamespace files = process.files();
    try {
      files.createDirectories(path.substring(0, Math.max(1, path.lastIndexOf('/'))));
      files.append(path, line);
    } catch (IOException unwritable) {
      // A plugin that cannot write its log does its work all the same.
    }
  }
}
