package dev.cnilab.userland.coreutils.owner;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.file.Users;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** {@code chown} and {@code chgrp}; chown(1). */
public final class Ownership implements Command {
  /** Which of the two commands it is. */
  public enum Of {
    USER,
    GROUP
  }

  private final Of of;

  public Ownership(Of of) {
    this.of = of;
  }

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "Rfhcv", "reference").parse();
    List<String> operands = options.operands();
    int least = options.has("reference") ? 1 : 2;
    if (operands.isEmpty()) {
      throw call.mistake("missing operand");
    } else if (operands.size() < least) {
      throw call.mistake("missing operand after " + Invocation.quote(operands.getFirst()));
    }
    Owner owner = owner(call, options);
    Change change = new Change(call, options, owner, new Users(call.files()));
    int status = 0;
    for (String path : operands.subList(least - 1, operands.size())) {
      status = Math.max(status, change.apply(path));
    }
    return status;
  }

  private Owner owner(Invocation call, Options.Found options) throws IOException {
    if (options.has("reference")) {
      String path = options.value("reference").get();
      try {
        FileStatus like = call.files().status(call.resolve(path));
        OptionalInt user = of == Of.USER ? OptionalInt.of(like.owner()) : OptionalInt.empty();
        return new Owner(user, OptionalInt.of(like.group()));
      } catch (FileException failed) {
        throw call.failure(
            1,
            "failed to get attributes of " + Invocation.quote(path) + ": " + failed.error().text());
      }
    }
    String text = options.operands().getFirst();
    try {
      return of == Of.USER
          ? Owner.parse(call.files(), text)
          : new Owner(OptionalInt.empty(), Owner.group(call.files(), text, text));
    } catch (Owner.UnknownException unknown) {
      throw call.failure(1, String.valueOf(unknown.getMessage()));
    }
  }

  /** A change of the owner of files. */
  private record Change(Invocation call, Options.Found options, Owner owner, Users users) {

    int apply(String path) throws IOException {
      String absolute = call.resolve(path);
      FileStatus before;
      try {
        before =
            options.has('h') ? call.files().linkStatus(absolute) : call.files().status(absolute);
      } catch (FileException failed) {
        return complain("cannot access " + Invocation.quote(path), failed);
      }
      int status = 0;
      if (options.has('R') && before.isDirectory()) {
        for (String name : call.files().list(absolute)) {
          status = Math.max(status, apply(path.replaceFirst("/+$", "") + "/" + name));
        }
      }
      try {
        call.files()
            .setOwner(
                absolute,
                owner.user().orElse(before.owner()),
                owner.group().orElse(before.group()));
        tell(path, before);
      } catch (FileException failed) {
        String what = owner.user().isPresent() ? "ownership" : "group";
        return complain("changing " + what + " of " + Invocation.quote(path), failed);
      }
      return status;
    }

    private int complain(String what, FileException failed) {
      if (!options.has('f')) {
        call.complain(what + ": " + failed.error().text());
      }
      return 1;
    }

    private void tell(String path, FileStatus before) {
      boolean changed =
          owner.user().orElse(before.owner()) != before.owner()
              || owner.group().orElse(before.group()) != before.group();
      if (!options.has('v') && !(options.has('c') && changed)) {
        return;
      }
      String what = owner.user().isPresent() ? "ownership" : "group";
      String name = Invocation.quote(path);
      call.out()
          .println(
              changed
                  ? "changed "
                      + what
                      + " of "
                      + name
                      + " from "
                      + names(OptionalInt.of(before.owner()), OptionalInt.of(before.group()))
                      + " to "
                      + names(owner.user(), owner.group())
                  : what + " of " + name + " retained as " + names(owner.user(), owner.group()));
    }

    /** The names of the given user and group. */
    private String names(OptionalInt user, OptionalInt group) {
      boolean first = owner.user().isPresent();
      boolean second = owner.group().isPresent();
      return (first ? users.user(user.getAsInt()) : "")
          + (first && second ? ":" : "")
          + (second ? users.group(group.getAsInt()) : "");
    }
  }
}
