package dev.cnilab.userland.net.dns.nslookup;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.net.dns.AskedServer;
import dev.cnilab.userland.net.dns.DigLookup;
import dev.cnilab.userland.net.dns.DnsNames;
import dev.cnilab.userland.net.dns.DnsText;
import dev.cnilab.userland.net.dns.LookupReport;
import dev.cnilab.userland.net.dns.LookupSettings;
import dev.cnilab.userland.net.dns.ReceivedAnswer;
import dev.cnilab.userland.process.Process;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Prints {@code nslookup}'s output for one name. */
final class NslookupQuestion implements LookupReport {
  private final Process process;
  private final NslookupOptions options;
  private final List<AskedServer> servers;
  private final boolean wantsRecursion;
  private final NslookupText text;
  private boolean reached;
  private boolean refused;

  NslookupQuestion(
      Process process, NslookupOptions options, List<AskedServer> servers, boolean wantsRecursion) {
    this.process = process;
    this.options = options;
    this.servers = servers;
    this.wantsRecursion = wantsRecursion;
    this.text = new NslookupText(process.out()::println);
  }

  /** Queries and prints; true if that failed. */
  boolean ask(String word) {
    Optional<String> reverse = DnsNames.reverse(word);
    if (reverse.isPresent()) {
      ask(reverse.get(), List.of(reverse.get()), options.type.orElse(Type.PTR))
          .ifPresent(answer -> report(answer, word, true));
    } else if (options.type.isPresent()) {
      ask(word, names(word), options.type.get()).ifPresent(answer -> reportOf(answer, word));
    } else {
      ask(word, names(word), Type.A).ifPresent(answer -> reportAddresses(answer, word));
    }
    return !reached || refused;
  }

  private List<String> names(String word) {
    return DnsNames.candidates(word, options.domains, options.ndots);
  }

  private Optional<ReceivedAnswer> ask(String word, List<String> names, int type) {
    AskedServer.Transport transport =
        options.overTcp || type == Type.ANY ? AskedServer.Transport.TCP : AskedServer.Transport.UDP;
    LookupSettings settings =
        new LookupSettings(
            process,
            servers,
            options.port,
            options.tries,
            options.timeout,
            transport,
            options.stopsAtFailure,
            wantsRecursion && options.recurses,
            Ipv4Address.ANY);
    if (DnsNames.absolute(word).isEmpty()) {
      comment("nslookup: '" + word + "' is not a legal name");
      return Optional.empty();
    }
    Optional<ReceivedAnswer> received =
        new DigLookup(settings, word, this).first(names, name -> question(name, type));
    reached |= received.isPresent();
    return received;
  }

  private Message question(String name, int type) {
    return DnsText.question(process, name, type, options.queryClass, options.recurses);
  }

  private void reportOf(ReceivedAnswer answer, String word) {
    head(answer);
    report(answer, word, true);
  }

  private void reportAddresses(ReceivedAnswer answer, String word) {
    reportOf(answer, word, false);
    if (answer.rcode() != Rcode.NOERROR) {
      return;
    }
    boolean none = answer.message().getSection(Section.ANSWER).isEmpty();
    String name = target(answer);
    ask(word, List.of(name), Type.AAAA).ifPresent(second -> report(second, word, none));
  }

  private void reportOf(ReceivedAnswer answer, String word, boolean mentionsNone) {
    head(answer);
    if (answer.rcode() == Rcode.NOERROR && !isAuthoritative(answer)) {
      process.out().println("Non-authoritative answer:");
    }
    print(answer, word, mentionsNone);
  }

  private void report(ReceivedAnswer answer, String word, boolean mentionsNone) {
    boolean addresses = options.type.isEmpty() && DnsNames.reverse(word).isEmpty();
    if (answer.rcode() == Rcode.NOERROR && !isAuthoritative(answer) && !addresses) {
      process.out().println("Non-authoritative answer:");
    }
    print(answer, word, mentionsNone);
    boolean others = !addresses && !List.of(Type.A, Type.AAAA).contains(options.type.orElse(0));
    if (answer.rcode() == Rcode.NOERROR && !isAuthoritative(answer) && others) {
      process.out().println("\nAuthoritative answers can be found from:");
      text.answers(answer.message().getSection(Section.AUTHORITY));
      text.answers(answer.message().getSection(Section.ADDITIONAL));
    }
  }

  private static boolean isAuthoritative(ReceivedAnswer answer) {
    return answer.message().getHeader().getFlag(Flags.AA);
  }

  private void head(ReceivedAnswer answer) {
    process.out().println("Server:\t\t" + answer.server().given());
    process.out().println("Address:\t" + answer.from() + "\n");
  }

  private void print(ReceivedAnswer answer, String word, boolean mentionsNone) {
    if (options.debugs) {
      text.details(answer.message());
    }
    if (answer.rcode() != Rcode.NOERROR) {
      refused = true;
      process
          .out()
          .println(
              "** server can't find "
                  + DnsNames.bare(answer.name())
                  + (": " + Rcode.string(answer.rcode())));
      return;
    }
    List<Record> records = answer.message().getSection(Section.ANSWER);
    text.answers(records);
    if (records.isEmpty() && mentionsNone) {
      process.out().println("*** Can't find " + word + ": No answer");
    }
  }

  /** The end of an answer's chain of aliases. */
  private static String target(ReceivedAnswer answer) {
    Name name = answer.message().getQuestion().getName();
    for (Record record : answer.message().getSection(Section.ANSWER)) {
      if (record instanceof CNAMERecord alias && record.getName().equals(name)) {
        name = alias.getTarget();
      }
    }
    return name.toString();
  }

  @Override
  public void comment(String line) {
    process.out().println(";; " + line);
  }

  @Override
  public void passedOver(String line) {
    comment(line);
  }

  @Override
  public void missed(ReceivedAnswer answer) {
    if (options.debugs) {
      reportOf(answer, answer.name(), false);
    }
  }
}
