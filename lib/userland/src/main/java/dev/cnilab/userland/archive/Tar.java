package dev.cnilab.userland.archive;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Manual;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.ProgramException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/** {@code tar}: creates, lists and extracts archives, optionally compressed with gzip. */
public final class Tar implements Command {
  private static final String STANDARD_STREAM = "-";
  private static final int BUFFER = 32 * 1024;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call, "cxtfvzCmhO", "no-same-permissions")
            .idle("p", "no-same-owner") // root keeps permissions; an archive here names no owner
            .parse(withDash(call));
    String file = options.value('f').orElse(STANDARD_STREAM);
    if (options.has('c')) {
      return create(call, options, file);
    }
    if (!options.has('x') && !options.has('t')) {
      throw call.isBusybox()
          ? call.failure(1, "must specify one of -c, -x, -t")
          : failure(
              call, "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options");
    }
    try (InputStream in = reading(call, options, file)) {
      return new Extraction(call, options).run(in);
    }
  }

  private static ProgramException failure(Invocation call, String problem) {
    return call.failure(2, problem + Manual.of(call.name()).hint());
  }

  /** Adds the dash that the old option style leaves out. */
  private static List<String> withDash(Invocation call) throws ProgramException {
    List<String> words = new ArrayList<>(call.arguments());
    boolean bundled = !words.isEmpty() && !words.getFirst().startsWith("-") && !call.isBusybox();
    if (bundled && words.getFirst().matches(".*[Acdtrux].*[Acdtrux].*")) {
      throw failure(
          call,
          "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option");
    } else if (bundled && words.getFirst().matches("[^Acdtrux]*")) {
      throw failure(
          call, "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options");
    }
    if (!words.isEmpty() && !words.getFirst().startsWith("-")) {
      words.set(0, "-" + words.getFirst());
    }
    return words;
  }

  private static int create(Invocation call, Options.Found options, String file)
      throws IOException {
    if (options.operands().isEmpty()) {
      throw call.failure(
          call.isBusybox() ? 1 : 2,
          call.isBusybox() ? "empty archive" : "Cowardly refusing to create an empty archive");
    }
    OutputStream plain =
        file.equals(STANDARD_STREAM)
            ? call.out()
            : Descriptor.open(call.process(), file, OpenMode.TRUNCATE).out();
    OutputStream out = new BufferedOutputStream(plain, BUFFER);
    GZIPOutputStream packed = options.has('z') ? new GZIPOutputStream(out) : null;
    int status = new Creation(call, options).run(packed == null ? out : packed);
    if (packed != null) {
      packed.finish();
    }
    out.flush();
    return status;
  }

  private static InputStream reading(Invocation call, Options.Found options, String file)
      throws IOException {
    InputStream in = file.equals(STANDARD_STREAM) ? call.in() : call.open(file);
    if (!options.has('z')) {
      return in;
    }
    try {
      return new GZIPInputStream(in);
    } catch (ZipException packedOtherwise) {
      call.process().err().println("\ngzip: stdin: not in gzip format");
      throw call.failure(2, "Child returned status 1\ntar: Error is not recoverable: exiting now");
    }
  }
}
