package dev.cnilab.userland.system;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.file.Users;
import dev.cnilab.userland.privilege.Credentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands for the user who runs them. */
final class UserCommands {
  private UserCommands() {}

  static void addTo(Map<String, Command> all) {
    all.put("id", UserCommands::id);
    all.put("whoami", UserCommands::whoami);
    all.put("tty", UserCommands::tty);
  }

  private static int id(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "ugnGrz").idle("a").parse();
    List<String> names = options.operands();
    boolean one = options.last("ugG") != ' ';
    if ("ugG".chars().filter(each -> options.has((char) each)).count() > 1) {
      throw call.failure(1, "cannot print \"only\" of more than one choice");
    } else if (!one && (options.has('n') || options.has('r'))) {
      throw call.failure(1, "cannot print only names or real IDs in default format");
    } else if (!one && options.has('z')) {
      throw call.failure(1, "option --zero not permitted in default format");
    }
    Users users = new Users(call.files());
    Consumer<List<Integer>> order = call.isBusybox() ? Collections::sort : ownFirst -> {};
    if (names.isEmpty()) {
      call.out().print(identity(call.process().credentials(), options, users, order));
      return 0;
    }
    int status = 0;
    for (String name : names) {
      Optional<Credentials> found = users.credentials(name);
      if (found.isPresent()) {
        call.out().print(identity(found.get(), options, users, order));
      } else {
        call.complain(
            call.isBusybox() ? "unknown user " + name : Invocation.quote(name) + ": no such user");
        status = 1;
      }
    }
    return status;
  }

  private static String identity(
      Credentials who, Options.Found options, Users users, Consumer<List<Integer>> order) {
    List<Integer> groups = new ArrayList<>(List.of(who.group()));
    who.groups().stream().filter(each -> each != who.group()).forEach(groups::add);
    order.accept(groups);
    boolean names = options.has('n');
    String end = options.has('z') ? "\0" : "\n";
    return switch (options.last("ugG")) {
      case 'u' -> (names ? users.user(who.user()) : "" + who.user()) + end;
      case 'g' -> (names ? users.group(who.group()) : "" + who.group()) + end;
      case 'G' ->
          groups.stream()
                  .map(each -> names ? users.group(each) : "" + each)
                  .collect(Collectors.joining(options.has('z') ? "\0" : " "))
              + end;
      default ->
          "uid=%s gid=%s groups=%s\n"
              .formatted(
                  named(who.user(), users.user(who.user())),
                  named(who.group(), users.group(who.group())),
                  groups.stream()
                      .map(each -> named(each, users.group(each)))
                      .collect(Collectors.joining(",")));
    };
  }

  /** A number, with its name if it has one. */
  private static String named(int number, String name) {
    return number + (name.equals("" + number) ? "" : "(" + name + ")");
  }

  /** The names of the groups of a user; {@code groups} of the coreutils. */
  static int groups(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "").parse();
    Users users = new Users(call.files());
    if (options.operands().isEmpty()) {
      return print(call, groups(call.process().credentials(), users));
    }
    int status = 0;
    for (String name : options.operands()) {
      Optional<Credentials> found = users.credentials(name);
      if (found.isPresent()) {
        call.out().println(name + " : " + groups(found.get(), users));
      } else {
        call.complain(Invocation.quote(name) + ": no such user");
        status = 1;
      }
    }
    return status;
  }

  private static String groups(Credentials who, Users users) {
    return Stream.concat(
            Stream.of(who.group()), who.groups().stream().filter(each -> each != who.group()))
        .map(users::group)
        .collect(Collectors.joining(" "));
  }

  private static int whoami(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "").parse();
    if (!options.operands().isEmpty()) {
      throw call.extra(options.operands().getFirst());
    }
    return print(call, user(call));
  }

  private static int tty(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "s").parse();
    if (!options.operands().isEmpty()) {
      throw call.extra(options.operands().getFirst());
    }
    boolean terminal = call.in().isTerminal();
    if (!options.has('s')) {
      call.out().println(terminal ? "/dev/pts/0" : "not a tty");
    }
    return terminal ? 0 : 1;
  }

  private static int print(Invocation call, String line) {
    call.out().println(line);
    return 0;
  }

  private static String user(Invocation call) {
    return call.process().user() == 0 ? "root" : "" + call.process().user();
  }
}
