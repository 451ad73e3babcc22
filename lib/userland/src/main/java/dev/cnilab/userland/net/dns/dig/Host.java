package dev.cnilab.userland.net.dns.dig;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.dns.AskedServer;
import dev.cnilab.userland.net.dns.DnsNames;
import dev.cnilab.userland.net.dns.LookupSettings;
import dev.cnilab.userland.net.resolve.DnsQuery;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.ResolverConfiguration;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Type;

/** {@code host} of bind 9.18 (bin/dig/host.c). */
public final class Host implements Program {
  private static final String LETTERS = "46aAc:dilnm:p:rst:vVwCDN:R:TUW:";
  private static final String MISSING = "6cClmDw";
  private static final int DEFAULT_TRIES = 2;

  @Override
  public int run(Process process) throws ProgramException {
    List<String> words = process.arguments();
    GetOpt given =
        GetOpt.parse("host", words.subList(1, words.size()), LETTERS, GetOpt.Order.PERMUTE);
    if (given.has('V')) {
      process.err().println("host " + DigWords.RELEASE);
      return 0;
    }
    if (given.error().isPresent() || given.operands().isEmpty()) {
      given
          .error()
          .map(text -> text.replace("invalid", "illegal").replace("'", ""))
          .ifPresent(process.err()::println);
      process.err().println(Usage.text("host"));
      return 1;
    }
    for (GetOpt.Option each : given.options()) {
      if (MISSING.indexOf(each.letter()) >= 0) {
        throw new ProgramException(1, "-" + each.letter() + " is not available on this machine");
      }
    }
    ResolverConfiguration configuration = ResolverConfiguration.read(process.files());
    List<AskedServer> servers = servers(process, configuration, given.operands());
    Optional<Integer> type = type(given);
    boolean any = given.has('a') || given.has('A') || type.equals(Optional.of(Type.ANY));
    LookupSettings settings =
        new LookupSettings(
            process,
            servers,
            number(given, 'p', DnsQuery.PORT),
            number(given, 'R', DEFAULT_TRIES - 1) + 1,
            given.argument('W').isPresent()
                ? Duration.ofSeconds(Math.max(1, number(given, 'W', 1)))
                : configuration.timeout(),
            given.has('T') ? AskedServer.Transport.TCP : AskedServer.Transport.UDP,
            given.has('s'),
            !given.has('r') && given.operands().size() < 2,
            Ipv4Address.ANY);
    String name = given.operands().getFirst();
    return new HostQuestion(
            settings, name, given.has('v') || given.has('d') || any, !given.has('r'))
        .ask(names(given, name, configuration), types(name, any ? Optional.of(Type.ANY) : type));
  }

  private static List<String> names(
      GetOpt given, String name, ResolverConfiguration configuration) {
    return DnsNames.reverse(name)
        .map(reverse -> List.of(reverse + "."))
        .orElseGet(
            () ->
                DnsNames.candidates(
                    name, configuration.search(), number(given, 'N', configuration.ndots())));
  }

  private static List<Integer> types(String name, Optional<Integer> type) {
    if (type.isPresent()) {
      return List.of(type.get());
    }
    return DnsNames.reverse(name).isPresent()
        ? List.of(Type.PTR)
        : new ArrayList<>(List.of(Type.A, Type.AAAA, Type.MX));
  }

  private static Optional<Integer> type(GetOpt given) throws ProgramException {
    Optional<String> word = given.argument('t');
    if (word.isEmpty()) {
      return Optional.empty();
    }
    int number = Type.value(word.get().toUpperCase(Locale.ROOT));
    if (number < 0) {
      throw new ProgramException(2, "invalid type: " + word.get() + "\n");
    }
    return Optional.of(number);
  }

  private static int number(GetOpt given, char letter, int otherwise) {
    return given
        .argument(letter)
        .filter(word -> word.matches("\\d{1,5}"))
        .map(Integer::parseInt)
        .orElse(otherwise);
  }

  private static List<AskedServer> servers(
      Process process, ResolverConfiguration configuration, List<String> operands)
      throws ProgramException {
    if (operands.size() < 2) {
      return AskedServer.configured(configuration);
    }
    try {
      return AskedServer.named(process, operands.get(1));
    } catch (LookupFailure unknown) {
      throw new ProgramException(
          1, "couldn't get address for '" + operands.get(1) + "': not found");
    }
  }
}
