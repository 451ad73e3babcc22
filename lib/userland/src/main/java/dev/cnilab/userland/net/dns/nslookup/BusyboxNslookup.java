package dev.cnilab.userland.net.dns.nslookup;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.dns.DnsNames;
import dev.cnilab.userland.net.resolve.DnsQuery;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.resolve.ResolverConfiguration;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Type;

/**
 * busybox's {@code nslookup} (networking/nslookup.c): it uses the search domains only for names
 * without a dot, and then all of them.
 *
 * @param banner the first line of its help
 */
public record BusyboxNslookup(String banner) implements Program {
  private static final List<Integer> TYPES =
      List.of(
          Type.SOA,
          Type.NS,
          Type.A,
          Type.AAAA,
          Type.CNAME,
          Type.MX,
          Type.TXT,
          Type.PTR,
          Type.SRV,
          Type.ANY);

  @Override
  public int run(Process process) throws ProgramException {
    List<String> operands = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    boolean debug = false;
    List<String> words = process.arguments();
    for (String word : words.subList(1, words.size())) {
      if (word.startsWith("-type=") || word.startsWith("-querytype=") || word.startsWith("-q=")) {
        types.add(type(word.substring(word.indexOf('=') + 1)));
      } else if (word.equals("-debug")) {
        debug = true;
      } else if (!word.matches("-(port|retry|timeout|t)=\\d+")) {
        operands.add(word);
      }
    }
    if (operands.isEmpty() || operands.size() > 2 || operands.getFirst().startsWith("-")) {
      process.err().println(banner + "\n\n" + Usage.text("busybox-nslookup"));
      return 1;
    }
    ResolverConfiguration configuration = ResolverConfiguration.read(process.files());
    BusyboxQuestions questions = new BusyboxQuestions(process, debug);
    addAll(questions, operands.getFirst(), types, configuration);
    List<BusyboxQuestions.Server> servers =
        operands.size() > 1
            ? List.of(server(process, operands.get(1)))
            : configuration.servers().stream().map(BusyboxNslookup::server).toList();
    return questions.ask(servers);
  }

  private static int type(String word) throws ProgramException {
    int number = Type.value(word.toUpperCase(Locale.ROOT));
    if (!TYPES.contains(number)) {
      throw new ProgramException(1, "invalid query type \"" + word + "\"");
    }
    return number;
  }

  private static void addAll(
      BusyboxQuestions questions,
      String name,
      List<Integer> types,
      ResolverConfiguration configuration) {
    Optional<String> reverse = DnsNames.reverse(name);
    if (types.isEmpty() && reverse.isPresent()) {
      questions.add(reverse.get(), Type.PTR);
      return;
    }
    for (int type : types.isEmpty() ? List.of(Type.A, Type.AAAA) : types) {
      List<String> domains = configuration.search();
      if (type == Type.PTR || domains.isEmpty() || name.contains(".")) {
        questions.add(name, type);
      } else {
        domains.forEach(domain -> questions.add(name + "." + domain, type));
      }
    }
  }

  private static BusyboxQuestions.Server server(Ipv4Address address) {
    return new BusyboxQuestions.Server(address.toString(), address, DnsQuery.PORT);
  }

  private static BusyboxQuestions.Server server(Process process, String word)
      throws ProgramException {
    int colon = word.indexOf(':');
    String host = colon < 0 ? word : word.substring(0, colon);
    String port = colon < 0 ? "" : word.substring(colon + 1);
    try {
      Ipv4Address address = new Resolver(process).find(host).address();
      int number = port.matches("\\d{1,5}") ? Integer.parseInt(port) : DnsQuery.PORT;
      return new BusyboxQuestions.Server(word, address, number);
    } catch (LookupFailure unknown) {
      throw new ProgramException(1, "bad address '" + word + "'");
    }
  }
}
