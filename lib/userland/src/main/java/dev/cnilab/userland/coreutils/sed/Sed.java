package dev.cnilab.userland.coreutils.sed;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.pattern.PosixRegex;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.stream.Output;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code sed}. */
public final class Sed implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "nErief").parse();
    List<String> files = new ArrayList<>(options.operands());
    List<String> scripts = new ArrayList<>(options.values('e'));
    for (String path : options.values('f')) {
      try (InputStream in = call.open(path)) {
        scripts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (FileException failed) {
        throw call.failure(1, "couldn't open file " + path + ": " + failed.error().text());
      }
    }
    if (scripts.isEmpty() && files.isEmpty()) {
      return call.usage();
    } else if (scripts.isEmpty()) {
      scripts.add(files.removeFirst());
    }
    PosixRegex.Syntax syntax =
        options.last("Er") == ' ' ? PosixRegex.Syntax.BASIC : PosixRegex.Syntax.EXTENDED;
    SedScript script = SedScript.parse(call, String.join("\n", scripts), syntax);
    return options.has('i')
        ? inPlace(call, options, script, files)
        : toOutput(call, options, script, files);
  }

  private static int toOutput(
      Invocation call, Options.Found options, SedScript script, List<String> files)
      throws IOException {
    try (SedInput in = new SedInput(call, files.isEmpty() ? List.of("-") : files)) {
      int exit = new SedRun(call.process(), script, in, options.has('n'), call.out()).run();
      return exit != 0 || !in.hasFailed() ? exit : unreadable(call);
    }
  }

  private static int unreadable(Invocation call) {
    return call.isBusybox() ? 1 : 2;
  }

  static String cannotRead(Invocation call, String path) {
    return call.isBusybox() ? path : "can't read " + path;
  }

  private static int inPlace(
      Invocation call, Options.Found options, SedScript script, List<String> files)
      throws IOException {
    int status = 0;
    for (String path : files) {
      try {
        inPlace(call, options, script, path);
      } catch (FileException failed) {
        call.complain(cannotRead(call, path) + ": " + failed.error().text());
        status = unreadable(call);
      }
    }
    return status;
  }

  /** Replaces the file by a new one as sed does, so that watchers see a rename. */
  private static void inPlace(Invocation call, Options.Found options, SedScript script, String path)
      throws IOException {
    String absolute = call.resolve(path);
    int permissions = call.files().status(absolute).permissions();
    String directory = absolute.substring(0, absolute.lastIndexOf('/') + 1);
    String temporary = directory + "sed" + Integer.toString(call.process().pid(), 36) + "XXXX";
    try (SedInput in = new SedInput(call, List.of(path));
        Output out = Descriptor.open(call.process(), temporary, OpenMode.TRUNCATE).out()) {
      new SedRun(call.process(), script, in, options.has('n'), out).run();
    }
    String suffix = options.value('i').orElse("");
    if (!suffix.isEmpty()) {
      call.files().rename(absolute, call.resolve(path + suffix));
    }
    call.files().setPermissions(temporary, permissions);
    call.files().rename(temporary, absolute);
  }
}
