package dev.cnilab.userland.net.dns.dig;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.net.command.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The flags set by words with a plus sign; for all questions, or for one. */
final class DigFlags {
  private static final int TRIES = 3;
  private static final int PAYLOAD = 1232;

  boolean greets = true;
  boolean comments = true;
  boolean question = true;
  boolean answer = true;
  boolean authority = true;
  boolean additional = true;
  boolean stats = true;
  boolean isShort;
  boolean identifies;
  boolean searches;
  boolean showsSearch;
  boolean recurses = true;
  boolean overTcp;
  boolean ignoresTruncation;
  boolean stopsAtFailure = true;
  boolean showsQuery;
  boolean ttl = true;
  boolean className = true;
  boolean cookie = true;
  boolean authentic = true;
  boolean dnssec;
  int payload = PAYLOAD;
  Ipv4Address source = Ipv4Address.ANY;
  int tries;
  int ndots;
  Duration timeout;
  List<String> domains;

  DigFlags(int tries, Duration timeout, int ndots, List<String> domains) {
    this.tries = tries;
    this.timeout = timeout;
    this.ndots = ndots;
    this.domains = domains;
  }

  DigFlags copy() {
    DigFlags copy = new DigFlags(tries, timeout, ndots, new ArrayList<>(domains));
    copy.greets = greets;
    copy.comments = comments;
    copy.question = question;
    copy.answer = answer;
    copy.authority = authority;
    copy.additional = additional;
    copy.stats = stats;
    copy.isShort = isShort;
    copy.identifies = identifies;
    copy.searches = searches;
    copy.showsSearch = showsSearch;
    copy.recurses = recurses;
    copy.overTcp = overTcp;
    copy.ignoresTruncation = ignoresTruncation;
    copy.stopsAtFailure = stopsAtFailure;
    copy.showsQuery = showsQuery;
    copy.ttl = ttl;
    copy.className = className;
    copy.cookie = cookie;
    copy.authentic = authentic;
    copy.dnssec = dnssec;
    copy.payload = payload;
    copy.source = source;
    return copy;
  }

  /** Sets the flag of a word without its plus sign; false if dig has no such flag. */
  boolean set(String word) {
    int equals = word.indexOf('=');
    return equals < 0
        ? setSwitch(word)
        : setValue(word.substring(0, equals), word.substring(equals + 1));
  }

  private boolean setSwitch(String word) {
    boolean on = !word.startsWith("no");
    switch (on ? word : word.substring(2)) {
      case "cmd" -> greets = on;
      case "comments" -> comments = on;
      case "question" -> question = on;
      case "answer" -> answer = on;
      case "authority" -> authority = on;
      case "additional" -> additional = on;
      case "stats" -> stats = on;
      case "all" -> all(on);
      case "short" -> {
        isShort = on;
        all(!on);
        answer = true;
      }
      case "identify" -> identifies = on;
      case "search", "defname" -> searches = on;
      case "showsearch" -> {
        showsSearch = on;
        searches = on;
      }
      case "recurse", "rec", "rdflag" -> recurses = on;
      case "tcp", "vc" -> overTcp = on;
      case "ignore" -> ignoresTruncation = on;
      case "fail" -> stopsAtFailure = on;
      case "qr" -> showsQuery = on;
      case "ttlid", "ttl" -> ttl = on;
      case "class", "cl" -> className = on;
      case "cookie", "sit" -> cookie = on;
      case "adflag", "ad" -> authentic = on;
      case "dnssec", "do" -> dnssec = on;
      case "edns" -> payload = on ? PAYLOAD : 0;
      case "aaflag",
          "aaonly",
          "cdflag",
          "cd",
          "multiline",
          "rrcomments",
          "onesoa",
          "raflag",
          "tcflag",
          "zflag",
          "expire",
          "nsid",
          "header-only",
          "dns64prefix",
          "nssearch",
          "trace",
          "ttlunits",
          "unknownformat" -> {
        if (on) {
          throw CommandFailure.refused("dig: +" + word + " is not available on this machine");
        }
      }
      case "besteffort",
          "crypto",
          "idnin",
          "idnout",
          "keepopen",
          "mapped",
          "unexpected",
          "badcookie",
          "ednsnegotiation",
          "split" -> {
        // No answer here is malformed, signed, mapped, for others, refused for its cookie or EDNS.
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void all(boolean on) {
    comments = on;
    question = on;
    answer = on;
    authority = on;
    additional = on;
    stats = on;
    greets = on;
  }

  private boolean setValue(String key, String value) {
    Optional<Integer> number =
        value.matches("\\d{1,5}") ? Optional.of(Integer.parseInt(value)) : Optional.empty();
    switch (key) {
      case "tries" -> tries = Math.max(1, number.orElse(TRIES));
      case "retry" -> tries = Math.max(1, number.orElse(TRIES - 1) + 1);
      case "time", "timeout" -> timeout = Duration.ofSeconds(Math.max(1, number.orElse(5)));
      case "ndots" -> ndots = number.orElse(ndots);
      case "domain" -> {
        domains = List.of(value);
        searches = true;
      }
      case "bufsize" -> payload = Math.max(512, number.orElse(PAYLOAD));
      case "edns" -> payload = PAYLOAD;
      default -> {
        return false;
      }
    }
    return true;
  }
}
