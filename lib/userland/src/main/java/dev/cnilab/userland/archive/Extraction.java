package dev.cnilab.userland.archive;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Lists an archive or extracts its entries. */
final class Extraction {
  /** The usual umask, which processes here do not have; umask(2). */
  private static final int UMASK = 022;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  private static final int BLOCK = 512;
  private static final String NO_ARCHIVE =
      "This does not look like a tar archive\n"
          + "tar: Exiting with failure status due to previous errors";

  private final Invocation call;
  private final Options.Found options;
  private final String directory;

  Extraction(Invocation call, Options.Found options) {
    this.call = call;
    this.options = options;
    this.directory = options.value('C').map(call::resolve).orElse(call.resolve("."));
  }

  int run(InputStream in) throws IOException {
    if (!call.files().isDirectory(directory)) {
      String given = options.value('C').orElse(".");
      throw call.failure(
          call.isBusybox() ? 1 : 2,
          call.isBusybox()
              ? "can't change directory to '" + given + "': No such file or directory"
              : given
                  + ": Cannot open: No such file or directory\n"
                  + "tar: Error is not recoverable: exiting now");
    }
    try {
      TarArchiveInputStream archive = new TarArchiveInputStream(in);
      boolean empty = true;
      for (TarArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        empty = false;
        if (isWanted(entry.getName())) {
          take(archive, entry);
        }
      }
      if (empty && call.isBusybox()) {
        return shortRead();
      }
      if (empty && archive.getBytesRead() % BLOCK != 0) {
        throw call.failure(2, NO_ARCHIVE);
      }
      return 0;
    } catch (FileException failed) {
      throw failed;
    } catch (IOException malformed) {
      throw call.failure(
          call.isBusybox() ? 1 : 2, call.isBusybox() ? "invalid tar magic" : NO_ARCHIVE);
    }
  }

  private int shortRead() {
    call.complain("short read");
    return 1;
  }

  private boolean isWanted(String name) {
    List<String> wanted = options.operands();
    return wanted.isEmpty()
        || wanted.stream()
            .map(each -> each.endsWith("/") ? each.substring(0, each.length() - 1) : each)
            .anyMatch(
                each ->
                    name.equals(each) || name.equals(each + "/") || name.startsWith(each + "/"));
  }

  private void take(TarArchiveInputStream archive, TarArchiveEntry entry) throws IOException {
    if (List.of(entry.getName().split("/", -1)).contains("..")) {
      call.complain(entry.getName() + ": Member name contains '..'");
      return;
    }
    if (options.has('t')) {
      call.out().println(options.has('v') ? longLine(entry) : entry.getName());
      return;
    }
    if (options.has('v')) {
      call.out().println(entry.getName());
    }
    if (options.has('O')) {
      archive.transferTo(call.out());
      return;
    }
    String path = directory + "/" + entry.getName();
    if (entry.isDirectory()) {
      call.files().createDirectories(path);
    } else {
      call.files().createDirectories(path.substring(0, path.lastIndexOf('/')));
      if (call.files().exists(path)) {
        call.files().unlink(path);
      }
      if (entry.isSymbolicLink()) {
        call.files().createSymlink(path, entry.getLinkName());
        return;
      }
      try (OutputStream out = Descriptor.open(call.process(), path, OpenMode.TRUNCATE).out()) {
        archive.transferTo(out); // a member may be larger than the memory
      }
    }
    int given = entry.getMode() & 07777;
    call.files().setPermissions(path, options.has("no-same-permissions") ? given & ~UMASK : given);
    if (!options.has('m')) {
      call.files().setModified(path, entry.getLastModifiedDate().toInstant());
    }
  }

  private static String longLine(TarArchiveEntry entry) {
    StringBuilder mode =
        new StringBuilder(entry.isDirectory() ? "d" : entry.isSymbolicLink() ? "l" : "-");
    for (int bit = 8; bit >= 0; bit--) {
      mode.append((entry.getMode() >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
    }
    String owner = entry.getUserName() + "/" + entry.getGroupName();
    String size = Long.toString(entry.getSize());
    int width = Math.max(size.length(), 19 - owner.length() - 1);
    return "%s %s %s %s %s%s"
        .formatted(
            mode,
            owner,
            " ".repeat(Math.max(0, width - size.length())) + size,
            TIME.format(entry.getLastModifiedDate().toInstant()),
            entry.getName(),
            entry.isSymbolicLink() ? " -> " + entry.getLinkName() : "");
  }
}
