package dev.cnilab.userland.coreutils;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.PosixRegex;
import dev.cnilab.userland.file.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code sed}. */
final class Sed implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call.name(), 1, "nEri::e:f:szu")
            .name("quiet", 'n')
            .name("silent", 'n')
            .name("regexp-extended", 'E')
            .name("in-place", 'i')
            .name("expression", 'e')
            .name("file", 'f')
            .parse(call.arguments());
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
      call.process()
          .err()
          .print("Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n\n");
      return 1;
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
    List<Line> lines = new ArrayList<>();
    int status =
        call.eachInput(
            files,
            call.isBusybox() ? "%s" : "can't read %s",
            (path, in) -> lines.addAll(new LineReader(in).all()));
    StringBuilder out = new StringBuilder();
    int exit = new SedRun(call.process(), script, lines, options.has('n'), out).run();
    call.out().print(out);
    return exit != 0 ? exit : status == 0 ? 0 : call.isBusybox() ? 1 : 2;
  }

  private static int inPlace(
      Invocation call, Options.Found options, SedScript script, List<String> files)
      throws IOException {
    int status = 0;
    for (String path : files) {
      try (InputStream in = call.open(path)) {
        StringBuilder out = new StringBuilder();
        new SedRun(call.process(), script, new LineReader(in).all(), options.has('n'), out).run();
        String suffix = options.value('i').orElse("");
        if (!suffix.isEmpty()) {
          call.files().rename(call.resolve(path), call.resolve(path + suffix));
        }
        replace(call, path, out.toString());
      } catch (FileException failed) {
        call.complain(
            (call.isBusybox() ? path : "can't read " + path) + ": " + failed.error().text());
        status = call.isBusybox() ? 1 : 2;
      }
    }
    return status;
  }

  /** As sed does: a new file takes the old one's place, so watchers see a rename. */
  private static void replace(Invocation call, String path, String content) throws IOException {
    String absolute = call.resolve(path);
    String directory = absolute.substring(0, absolute.lastIndexOf('/') + 1);
    String temporary = directory + "sed" + Integer.toString(call.process().pid(), 36) + "XXXX";
    int permissions = call.files().find(absolute).map(each -> each.permissions()).orElse(0644);
    call.files().write(temporary, content);
    call.files().setPermissions(temporary, permissions);
    call.files().rename(temporary, absolute);
  }
}
