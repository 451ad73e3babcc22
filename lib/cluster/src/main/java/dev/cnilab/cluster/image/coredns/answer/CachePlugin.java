package dev.cnilab.cluster.image.coredns.answer;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.Records;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.log.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** {@code cache}: repeats recent answers. */
public final class CachePlugin implements Handler {
  private static final long MOST_SUCCESS = 3600;
  private static final long MOST_DENIAL = 1800;
  private static final long LEAST = 5;
  private static final long FAILURE = 5;
  private static final Duration LONGEST_FAILURE = Duration.ofMinutes(5);
  private static final int CAPACITY = 9984;

  /** A cached answer. */
  private record Entry(Message message, long stored, long ttl) {
    boolean isDenial() {
      return message.getSection(Section.ANSWER).isEmpty();
    }
  }

  private final PluginHost host;
  private final Handler next;
  private final Zones zones;
  private final Map<String, Entry> entries = new HashMap<>();
  private long success = MOST_SUCCESS;
  private long denial = MOST_DENIAL;
  private long leastSuccess = LEAST;
  private long leastDenial = LEAST;
  private long failure = FAILURE;
  private long capacity = CAPACITY;
  private long deniedCapacity = CAPACITY;
  private boolean keepsTtl;
  private Zones neverSuccess = new Zones(List.of());
  private Zones neverDenial = new Zones(List.of());

  private CachePlugin(PluginHost host, Handler next, Zones zones) {
    this.host = host;
    this.next = next;
    this.zones = zones;
  }

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    List<String> arguments = new ArrayList<>(directive.arguments());
    boolean limited = !arguments.isEmpty() && arguments.getFirst().matches("-?\\d{1,18}");
    long ttl = limited ? Long.parseLong(arguments.removeFirst()) : 0;
    if (limited && ttl <= 0) {
      throw directive.refusal("cache TTL can not be zero or negative: " + ttl);
    }
    CachePlugin cache = new CachePlugin(host, next, Zones.of(arguments, host.zones()));
    if (limited) {
      cache.success = ttl;
      cache.denial = ttl;
    }
    for (Directive.Property property : directive.properties()) {
      cache.configure(directive, property);
    }
    return cache;
  }

  private void configure(Directive directive, Directive.Property property)
      throws CorefileException {
    List<String> arguments = property.arguments();
    switch (property.name()) {
      case "success" -> {
        success = number(directive, property, 1, success);
        leastSuccess = number(directive, property, 2, leastSuccess);
        capacity = number(directive, property, 0, capacity);
      }
      case "denial" -> {
        denial = number(directive, property, 1, denial);
        leastDenial = number(directive, property, 2, leastDenial);
        deniedCapacity = number(directive, property, 0, deniedCapacity);
      }
      case "disable" -> {
        if (arguments.isEmpty()) {
          throw directive.wrongArguments(property.line(), property.name());
        }
        Zones disabled = Zones.of(arguments.subList(1, arguments.size()), host.zones());
        switch (arguments.getFirst()) {
          case "success" -> neverSuccess = disabled;
          case "denial" -> neverDenial = disabled;
          default ->
              throw directive.error(
                  property.line(), "cache type for disable must be \"success\" or \"denial\"");
        }
      }
      case "keepttl" -> keepsTtl = true;
      case "servfail" -> failure = failure(directive, property);
      case "prefetch", "serve_stale", "serve_stale_policy", "verify" ->
          throw directive.refusal(property.name() + " is not modelled here");
      default -> throw directive.wrongArguments(property.line(), property.name());
    }
  }

  /** A number in a line, which may be missing; a TTL is at least 1, the least TTL 0. */
  private static long number(
      Directive directive, Directive.Property property, int index, long otherwise)
      throws CorefileException {
    List<String> arguments = property.arguments();
    if (arguments.isEmpty()) {
      throw directive.wrongArguments(property.line(), property.name());
    }
    if (arguments.size() <= index) {
      return otherwise;
    }
    long number;
    try {
      number = Long.parseLong(arguments.get(index));
    } catch (NumberFormatException notANumber) {
      throw directive.refusal(
          "strconv.Atoi: parsing \"" + arguments.get(index) + "\": invalid syntax");
    }
    if (index == 1 && number <= 0) {
      throw directive.refusal("cache TTL can not be zero or negative: " + number);
    }
    if (index == 2 && number < 0) {
      throw directive.refusal("cache min TTL can not be negative: " + number);
    }
    return number;
  }

  private static long failure(Directive directive, Directive.Property property)
      throws CorefileException {
    if (property.arguments().size() != 1) {
      throw directive.wrongArguments(property.line(), property.name());
    }
    String text = property.arguments().getFirst();
    Duration time =
        GoDuration.parse(text)
            .orElseThrow(() -> directive.refusal("time: invalid duration \"" + text + "\""));
    if (time.isNegative()) {
      throw directive.refusal("invalid negative ttl for servfail");
    }
    if (time.compareTo(LONGEST_FAILURE) > 0) {
      throw directive.refusal("caching SERVFAIL responses over 5 minutes is not permitted");
    }
    return time.toSeconds();
  }

  @Override
  public Message answer(ClientQuery query) throws ServerFailure {
    if (zones.closest(query.text()).isEmpty()) {
      return next.answer(query);
    }
    String key = query.text() + " " + query.type();
    long now = host.process().loop().now().getEpochSecond();
    Entry entry = entries.get(key);
    if (entry != null && now < entry.stored() + entry.ttl()) {
      return again(query, entry, keepsTtl ? entry.ttl() : entry.ttl() - (now - entry.stored()));
    }
    Message answer = next.answer(query);
    long ttl = ttl(query, answer);
    if (ttl > 0) {
      Entry made = new Entry(answer, now, ttl);
      makeRoom(made.isDenial(), now);
      entries.put(key, made);
      return withTtl(answer, ttl);
    }
    return answer;
  }

  /** Removes expired entries, or otherwise any, of answers or of denials. */
  private void makeRoom(boolean ofDenials, long now) {
    long most = ofDenials ? deniedCapacity : capacity;
    if (count(ofDenials) >= most) {
      entries.values().removeIf(each -> now >= each.stored() + each.ttl());
    }
    if (count(ofDenials) >= most) {
      entries.entrySet().stream()
          .filter(each -> each.getValue().isDenial() == ofDenials)
          .map(Map.Entry::getKey)
          .findFirst()
          .ifPresent(entries::remove);
    }
  }

  private long count(boolean denials) {
    return entries.values().stream().filter(each -> each.isDenial() == denials).count();
  }

  /** How long to cache an answer, 0 for not at all. */
  private long ttl(ClientQuery query, Message answer) {
    int rcode = answer.getRcode();
    if (rcode == Rcode.SERVFAIL) {
      return failure;
    }
    boolean found = rcode == Rcode.NOERROR && !answer.getSection(Section.ANSWER).isEmpty();
    if (found) {
      return neverSuccess.closest(query.text()).isPresent()
          ? 0
          : clamp(least(answer, Section.ANSWER), leastSuccess, success);
    }
    boolean denied =
        (rcode == Rcode.NXDOMAIN || rcode == Rcode.NOERROR)
            && answer.getSection(Section.AUTHORITY).stream().anyMatch(SOARecord.class::isInstance);
    return !denied || neverDenial.closest(query.text()).isPresent()
        ? 0
        : clamp(least(answer, Section.AUTHORITY), leastDenial, denial);
  }

  private static long clamp(long ttl, long least, long most) {
    return Math.min(Math.max(ttl, least), most);
  }

  private static long least(Message answer, int section) {
    return answer.getSection(section).stream().mapToLong(Record::getTTL).min().orElse(0);
  }

  private static Message again(ClientQuery query, Entry entry, long ttl) {
    Message answer = withTtl(entry.message(), ttl);
    answer.getHeader().setID(query.message().getHeader().getID());
    answer.getHeader().setFlag(Flags.AA);
    return answer;
  }

  private static Message withTtl(Message answer, long ttl) {
    Message copy = answer.clone();
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
      copy.removeAllRecords(section);
      for (Record record : answer.getSection(section)) {
        copy.addRecord(Records.withTtl(record, Math.min(ttl, record.getTTL())), section);
      }
    }
    return copy;
  }
}
