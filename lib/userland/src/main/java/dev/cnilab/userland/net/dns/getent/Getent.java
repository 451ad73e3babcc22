package dev.cnilab.userland.net.dns.getent;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code getent} of glibc: entries of the databases in nsswitch.conf(5). */
public final class Getent implements Program {
  private static final int NOT_FOUND = 2;
  private static final int NOT_LISTED = 3;

  @Override
  public int run(Process process) throws IOException {
    Options.Found options = Options.of(Invocation.ofDebian(process), "siA").parse();
    List<String> operands = options.operands();
    Optional<String> service = options.value('s');
    if (operands.isEmpty()) {
      return usage(process, "getent: wrong number of arguments");
    }
    List<String> keys = operands.subList(1, operands.size());
    HostDatabase hosts = new HostDatabase(process, service);
    return switch (operands.getFirst()) {
      case "hosts" ->
          keys.isEmpty() ? list(process, hosts.all()) : each(process, keys, hosts::entries);
      case "ahosts", "ahostsv4" ->
          keys.isEmpty() ? list(process, hosts.all()) : each(process, keys, hosts::sockets);
      case "ahostsv6" -> each(process, keys, hosts::ipv6Sockets);
      case "services" -> each(process, keys, FlatDatabases::service);
      case "protocols" -> each(process, keys, FlatDatabases::protocol);
      case "passwd" -> file(process, "/etc/passwd", keys);
      case "group" -> file(process, "/etc/group", keys);
      case "aliases", "ethers", "gshadow", "initgroups", "netgroup", "networks", "rpc", "shadow" ->
          keys.isEmpty() ? 0 : NOT_FOUND;
      default -> usage(process, "Unknown database: " + operands.getFirst());
    };
  }

  private static int usage(Process process, String problem) {
    process.err().println(problem);
    process.out().println("Try `getent --help' or `getent --usage' for more information.");
    return 1;
  }

  private static int list(Process process, List<String> lines) {
    lines.forEach(process.out()::println);
    return 0;
  }

  private static int each(Process process, List<String> keys, Database database) {
    if (keys.isEmpty()) {
      return NOT_LISTED;
    }
    int status = 0;
    for (String key : keys) {
      List<String> lines = database.find(key);
      lines.forEach(process.out()::println);
      status = lines.isEmpty() ? NOT_FOUND : status;
    }
    return status;
  }

  private static int file(Process process, String path, List<String> keys) throws IOException {
    List<String> lines = process.files().readText(path).lines().toList();
    return keys.isEmpty()
        ? list(process, lines)
        : each(process, keys, key -> FlatDatabases.entry(lines, key));
  }

  /** A database. */
  private interface Database {
    /** The lines for a key; none if it does not exist. */
    List<String> find(String key);
  }
}
