package dev.cnilab.userland.archive;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes files and directories into an archive. */
final class Creation {
  private static final int BUFFER = 32 * 1024;

  private final Invocation call;
  private final Options.Found options;
  private boolean failed;
  private boolean stripped;

  Creation(Invocation call, Options.Found options) {
    this.call = call;
    this.options = options;
  }

  int run(OutputStream out) throws IOException {
    TarArchiveOutputStream archive = new TarArchiveOutputStream(out);
    archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    archive.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    String directory = options.value('C').map(call::resolve).orElse(call.resolve("."));
    for (String operand : options.operands()) {
      String path = operand.startsWith("/") ? operand : directory + "/" + operand;
      try {
        add(archive, path, operand);
      } catch (FileException missing) {
        failed = true;
        call.complain(
            operand + (call.isBusybox() ? ": " : ": Cannot stat: ") + missing.error().text());
      }
    }
    archive.finish();
    if (failed) {
      call.complain(
          call.isBusybox()
              ? "error exit delayed from previous errors"
              : "Exiting with failure status due to previous errors");
      return call.isBusybox() ? 1 : 2;
    }
    return 0;
  }

  private void add(TarArchiveOutputStream archive, String path, String name) throws IOException {
    String member = relative(name);
    FileStatus status =
        options.has('h') ? call.files().status(path) : call.files().linkStatus(path);
    if (options.has('v')) {
      call.process().err().println(status.isDirectory() ? name + "/" : name);
    }
    archive.putArchiveEntry(entry(path, member, status));
    if (status.isRegular()) {
      copy(path, archive, status.size());
    }
    archive.closeArchiveEntry();
    if (status.isDirectory()) {
      for (String child : call.files().list(path)) {
        add(archive, path + "/" + child, name.endsWith("/") ? name + child : name + "/" + child);
      }
    }
  }

  /** Copies as much of a file as its entry has announced. */
  private void copy(String path, TarArchiveOutputStream archive, long size) throws IOException {
    try (InputStream in = Descriptor.open(call.process(), path, OpenMode.READ).in()) {
      byte[] buffer = new byte[BUFFER];
      long left = size;
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(left, BUFFER));
        if (count < 0) {
          return;
        }
        archive.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  private TarArchiveEntry entry(String path, String name, FileStatus status) throws IOException {
    TarArchiveEntry entry;
    if (status.isSymlink()) {
      entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      entry.setLinkName(call.files().readLink(path));
    } else {
      entry = new TarArchiveEntry(status.isDirectory() && !name.endsWith("/") ? name + "/" : name);
    }
    entry.setMode(status.permissions());
    entry.setModTime(status.modified().toEpochMilli());
    entry.setSize(status.isRegular() ? status.size() : 0);
    entry.setUserName("root");
    entry.setGroupName("root");
    return entry;
  }

  /** Makes a name relative, because names in archives have no leading slash. */
  private String relative(String name) {
    if (!name.startsWith("/")) {
      return name;
    }
    if (!stripped) {
      stripped = true;
      call.complain(
          call.isBusybox()
              ? "removing leading '/' from member names"
              : "Removing leading `/' from member names");
    }
    return name.equals("/") ? "./" : name.substring(1);
  }
}
