package dev.cnilab.userland.coreutils.chance;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** {@code mktemp}; mktemp(1). */
public final class Temporary implements Command {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static final int ATTEMPTS = 100;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "duqpt", "suffix", "tmpdir").parse();
    List<String> operands = options.operands();
    if (operands.size() > 1) {
      throw call.mistake("too many templates");
    }
    String template = operands.isEmpty() ? "tmp.XXXXXXXXXX" : operands.getFirst();
    String suffix = options.value("suffix").orElse(template.replaceFirst(".*X", ""));
    String stem =
        options.has("suffix")
            ? template
            : template.substring(0, template.length() - suffix.length());
    if (options.has("suffix") && !template.endsWith("X")) {
      throw call.failure(
          1, "with --suffix, template " + Invocation.quote(template) + " must end in X");
    } else if (!stem.endsWith("XXX")) {
      throw call.failure(1, "too few X's in template " + Invocation.quote(template));
    }
    String path = path(call, options, operands.isEmpty(), stem + suffix);
    String what = options.has('d') ? "directory" : "file";
    try {
      call.out().println(made(call, options, path, suffix.length()));
      return 0;
    } catch (FileException failed) {
      if (!options.has('q')) {
        call.complain(
            "failed to create "
                + what
                + " via template "
                + Invocation.quote(path)
                + ": "
                + failed.error().text());
      }
      return 1;
    }
  }

  /** The template's path in the directory for temporary files. */
  private static String path(
      Invocation call, Options.Found options, boolean unnamed, String template)
      throws ProgramException {
    boolean below = unnamed || options.has('t') || options.has('p') || options.has("tmpdir");
    if (!below) {
      return template;
    } else if (template.startsWith("/")) {
      throw call.failure(
          1,
          "invalid template, "
              + Invocation.quote(template)
              + "; with --tmpdir, it may not be absolute");
    }
    String given = options.value('p').or(() -> options.value("tmpdir")).orElse("");
    String set = call.process().environment().getOrDefault("TMPDIR", "/tmp");
    return (given.isEmpty() ? set : given) + "/" + template;
  }

  private static String made(Invocation call, Options.Found options, String path, int after)
      throws FileException {
    Random random = call.process().loop().random();
    int end = path.length() - after;
    int start = end;
    while (start > 0 && path.charAt(start - 1) == 'X') {
      start--;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      StringBuilder name = new StringBuilder(path);
      for (int i = start; i < end; i++) {
        name.setCharAt(i, LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      String absolute = call.resolve(name.toString());
      if (call.files().exists(absolute)) {
        continue;
      }
      if (options.has('u')) {
        return name.toString();
      } else if (options.has('d')) {
        call.files().createDirectory(absolute);
        call.files().setPermissions(absolute, 0700);
      } else {
        call.files().open(absolute, OpenMode.TRUNCATE).close();
        call.files().setPermissions(absolute, 0600);
      }
      return name.toString();
    }
    throw new FileException(FileError.EEXIST, path);
  }
}
