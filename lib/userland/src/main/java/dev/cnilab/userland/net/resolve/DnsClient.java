package dev.cnilab.userland.net.resolve;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Queries the servers in /etc/resolv.conf, in turn and repeatedly, for a name as it is and in the
 * search domains, as glibc's resolver does (resolv/res_query.c, resolv/res_send.c).
 */
public final class DnsClient {
  private final Process process;
  private final ResolverConfiguration configuration;

  public DnsClient(Process process) {
    this.process = process;
    this.configuration = ResolverConfiguration.read(process.files());
  }

  /** The outcome of querying all servers (h_errno of res_nquery). */
  private enum Outcome {
    FOUND,
    NO_SUCH_NAME,
    NO_DATA,
    SERVER_FAILED,
    NOBODY_ANSWERED
  }

  private record Asked(Outcome outcome, List<Message> answers) {}

  /**
   * The records of a name, in the first search domain where it has any.
   *
   * @param types queried at the same time
   * @throws LookupFailure if there are none
   */
  public List<Message> search(String name, List<Integer> types) throws LookupFailure {
    if (types.contains(Type.A) && NameServices.read(process.files()).triesMulticast(name)) {
      ask("local.", List.of(Type.SOA)); // nss-mdns leaves the domain to DNS if DNS serves it
    }
    List<String> candidates = configuration.candidates(name);
    List<Outcome> outcomes = new ArrayList<>();
    for (String candidate : candidates) {
      Asked asked = ask(candidate, types);
      if (asked.outcome == Outcome.FOUND) {
        return asked.answers;
      }
      if (asked.outcome == Outcome.NOBODY_ANSWERED) {
        throw new LookupFailure(LookupFailure.Reason.AGAIN);
      }
      outcomes.add(asked.outcome);
    }
    // The answer for the name itself takes precedence if it was queried first.
    boolean asIsFirst = candidates.getFirst().equals(name + ".");
    throw new LookupFailure(reason(asIsFirst ? outcomes.subList(0, 1) : outcomes));
  }

  private static LookupFailure.Reason reason(List<Outcome> outcomes) {
    if (outcomes.contains(Outcome.NO_DATA)) {
      return LookupFailure.Reason.NO_DATA;
    }
    return outcomes.contains(Outcome.SERVER_FAILED)
        ? LookupFailure.Reason.AGAIN
        : LookupFailure.Reason.NO_NAME;
  }

  private Asked ask(String name, List<Integer> types) {
    List<Message> queries = new ArrayList<>();
    for (int type : types) {
      query(name, type).ifPresent(queries::add);
    }
    if (queries.isEmpty()) {
      return new Asked(Outcome.NO_SUCH_NAME, List.of());
    }
    boolean failed = false;
    for (int attempt = 0; attempt < configuration.attempts(); attempt++) {
      for (int i = 0; i < configuration.servers().size(); i++) {
        Ipv4Address server = configuration.servers().get(i);
        DnsQuery exchange =
            new DnsQuery(
                process, Ipv4Address.ANY, server, DnsQuery.PORT, patience(i), DnsQuery.Errors.ALL);
        List<Message> answers = answers(exchange, queries);
        boolean complete = answers.size() == queries.size();
        if (complete && answers.stream().allMatch(each -> isFinal(each.getRcode()))) {
          return new Asked(outcome(answers), answers);
        }
        failed |= !answers.isEmpty();
      }
    }
    return new Asked(failed ? Outcome.SERVER_FAILED : Outcome.NOBODY_ANSWERED, List.of());
  }

  private static List<Message> answers(DnsQuery exchange, List<Message> queries) {
    List<DnsReply> replies = exchange.overUdp(queries);
    List<Message> answers = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      DnsReply reply = replies.get(i);
      boolean truncated =
          reply instanceof DnsReply.Answer answer && answer.message().getHeader().getFlag(Flags.TC);
      if ((truncated ? exchange.overTcp(queries.get(i)) : reply)
          instanceof DnsReply.Answer answer) {
        answers.add(answer.message());
      }
    }
    return answers;
  }

  /** The timeout of a server: later servers get more time, which they share (send_dg). */
  private Duration patience(int server) {
    long seconds = configuration.timeout().toSeconds() << server;
    return Duration.ofSeconds(
        Math.max(1, server == 0 ? seconds : seconds / configuration.servers().size()));
  }

  private static Outcome outcome(List<Message> answers) {
    if (answers.stream().anyMatch(each -> !each.getSection(Section.ANSWER).isEmpty())) {
      return Outcome.FOUND;
    }
    boolean exists = answers.stream().anyMatch(each -> each.getRcode() == Rcode.NOERROR);
    return exists ? Outcome.NO_DATA : Outcome.NO_SUCH_NAME;
  }

  /**
   * Whether the answer is final; servers that fail, refuse or do not support the query are skipped.
   */
  private static boolean isFinal(int rcode) {
    return rcode != Rcode.SERVFAIL && rcode != Rcode.NOTIMP && rcode != Rcode.REFUSED;
  }

  private Optional<Message> query(String name, int type) {
    try {
      Message query = new Message(process.loop().random().nextInt(0x10000));
      query.getHeader().setFlag(Flags.RD);
      query.addRecord(
          Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN), Section.QUESTION);
      return Optional.of(query);
    } catch (TextParseException notAName) {
      return Optional.empty();
    }
  }
}
