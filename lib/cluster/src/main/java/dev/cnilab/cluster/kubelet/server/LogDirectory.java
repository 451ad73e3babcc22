package dev.cnilab.cluster.kubelet.server;

import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.Optional;

/** The node's {@code /var/log}, as served by Go's file server. */
record LogDirectory(MountNamespace files) {
  private static final String ROOT = "/var/log";

  /**
   * Serves a file or a directory.
   *
   * @param path {@code /logs/…}
   */
  HttpResponse answer(String path) {
    String file = (ROOT + path.substring("/logs".length())).replaceAll("/+$", "");
    try {
      Optional<FileStatus> found = file.contains("/../") ? Optional.empty() : files.find(file);
      if (found.isEmpty()) {
        return HttpResponse.notFound();
      }
      if (!found.get().isDirectory()) {
        return HttpResponse.ok("text/plain; charset=utf-8", files.readText(file));
      }
      return path.endsWith("/")
          ? HttpResponse.ok("text/html; charset=utf-8", listing(file))
          : new HttpResponse(301, "Moved Permanently", "text/plain; charset=utf-8", "")
              .withHeader("Location", path.substring(path.lastIndexOf('/') + 1) + "/");
    } catch (IOException unreadable) {
      return KubeletApi.text(500, "500 Internal Server Error\n");
    }
  }

  private String listing(String directory) throws IOException {
    StringBuilder page =
        new StringBuilder(
            "<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n");
    for (String name : files.list(directory)) {
      boolean below =
          files.find(directory + "/" + name).filter(FileStatus::isDirectory).isPresent();
      String shown = below ? name + "/" : name;
      page.append("<a href=\"%1$s\">%1$s</a>\n".formatted(shown));
    }
    return page.append("</pre>\n").toString();
  }
}
