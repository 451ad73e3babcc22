package dev.cnilab.userland.archive;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.Descriptor;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * {@code gzip}, {@code gunzip} and {@code zcat}: compress files, and back; every level compresses
 * alike, and no names and times are kept in what is compressed. As without a terminal, a file that
 * is in the way is left alone without a question.
 */
public final class Gzip implements Command {
  private static final String SUFFIX = ".gz";
  private static final String STANDARD_INPUT = "-";
  private static final int BUFFER = 32 * 1024;

  /** What is wrong without being an error: the file is left as it is. */
  private static final int WARNING = 2;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(named(call), "cdfknqt123456789").parse();
    boolean unpacks = options.has('d') || options.has('t') || !call.name().endsWith("gzip");
    boolean shows = options.has('c') || call.name().endsWith("zcat");
    int worst = 0;
    for (String path :
        options.operands().isEmpty() ? List.of(STANDARD_INPUT) : options.operands()) {
      int status;
      if (path.equals(STANDARD_INPUT) || shows || options.has('t')) {
        status = stream(call, path, unpacks, options.has('t'));
      } else {
        status = replace(call, path, unpacks, options);
      }
      worst = status == 1 || worst == 0 ? status : worst;
    }
    return worst;
  }

  /** Gunzip and zcat are scripts that start gzip; only their versions are their own. */
  private static Invocation named(Invocation call) {
    return call.isBusybox() || call.arguments().contains("--version") ? call : call.as("gzip");
  }

  private static int stream(Invocation call, String path, boolean unpacks, boolean tests)
      throws IOException {
    String name = unpacks ? packed(call, path) : path;
    try (InputStream in = call.open(name)) {
      OutputStream out = tests ? OutputStream.nullOutputStream() : call.out();
      return copy(call, path.equals(STANDARD_INPUT) ? "stdin" : name, in, out, unpacks);
    } catch (FileException failed) {
      return missing(call, name, failed);
    }
  }

  /** The file to unpack: without its suffix it may be named, too. */
  private static String packed(Invocation call, String path) {
    boolean whole = path.equals(STANDARD_INPUT) || path.endsWith(SUFFIX) || call.isBusybox();
    return whole || call.files().exists(call.resolve(path)) ? path : path + SUFFIX;
  }

  private static int replace(Invocation call, String path, boolean unpacks, Options.Found options)
      throws IOException {
    String from = unpacks ? packed(call, path) : path;
    if (call.files().isDirectory(call.resolve(from))) {
      return complain(call, WARNING, from + " is a directory -- ignored");
    }
    if (!call.files().exists(call.resolve(from))) {
      return missing(call, from, new FileException(FileError.ENOENT, from));
    }
    if (unpacks && !from.endsWith(SUFFIX)) {
      return call.isBusybox()
          ? complain(call, 1, from + ": unknown suffix - ignored")
          : complain(call, WARNING, from + ": unknown suffix -- ignored");
    }
    if (!unpacks && from.endsWith(SUFFIX) && !call.isBusybox()) {
      return complain(call, 0, from + " already has .gz suffix -- unchanged");
    }
    String to = unpacks ? from.substring(0, from.length() - SUFFIX.length()) : from + SUFFIX;
    if (!options.has('f') && call.files().exists(call.resolve(to))) {
      return call.isBusybox()
          ? complain(call, 1, "can't open '" + to + "': File exists")
          : complain(call, WARNING, to + " already exists;\tnot overwritten");
    }
    return write(call, from, to, unpacks, options.has('k'));
  }

  private static int write(Invocation call, String from, String to, boolean unpacks, boolean keeps)
      throws IOException {
    int status;
    try (InputStream in = call.open(from);
        OutputStream out = Descriptor.open(call.process(), to, OpenMode.TRUNCATE).out()) {
      status = copy(call, from, in, out, unpacks);
    }
    if (status != 0) {
      call.files().unlink(call.resolve(to));
    } else if (!keeps) {
      call.files().unlink(call.resolve(from));
    }
    return status;
  }

  private static int copy(
      Invocation call, String name, InputStream in, OutputStream out, boolean unpacks)
      throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, BUFFER);
    try {
      if (unpacks) {
        new GZIPInputStream(in, BUFFER).transferTo(buffered);
      } else {
        GZIPOutputStream packing = new GZIPOutputStream(buffered, BUFFER);
        in.transferTo(packing);
        packing.finish();
      }
      buffered.flush();
      return 0;
    } catch (EOFException cut) {
      return call.isBusybox()
          ? complain(call, 1, "unexpected end of file")
          : failed(call, name, "unexpected end of file");
    } catch (ZipException other) {
      return call.isBusybox()
          ? complain(call, 1, "invalid magic")
          : failed(call, name, "not in gzip format");
    }
  }

  private static int failed(Invocation call, String name, String why) {
    call.process().err().println("");
    return complain(call, 1, name + ": " + why);
  }

  private static int missing(Invocation call, String name, FileException failed) {
    return complain(call, 1, name + ": " + failed.error().text());
  }

  /** Under its own name whatever it was called by: gunzip and zcat only run it. */
  private static int complain(Invocation call, int status, String message) {
    named(call).complain(message);
    return status;
  }
}
