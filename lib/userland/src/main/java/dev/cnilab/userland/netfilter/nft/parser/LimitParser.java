package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.nftables.statement.RateLimit;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;
import java.time.temporal.ChronoUnit;

/** Parses {@code limit rate [over] 10/minute [burst 5 packets]}. */
final class LimitParser {
  private final NftWords words;

  LimitParser(NftWords words) {
    this.words = words;
  }

  RateLimit parse() {
    words.expect("limit");
    words.expect("rate");
    RateLimit.Side side = RateLimit.Side.UNTIL;
    if (words.take("over")) {
      side = RateLimit.Side.OVER;
    } else {
      words.take("until");
    }
    int rate = (int) words.number(Integer.MAX_VALUE);
    if (!words.isAt("/")) {
      throw new NftFailure(words.peek(), "limit rate in bytes is not available on this machine");
    }
    words.next();
    NftToken unit = words.word();
    ChronoUnit per =
        switch (unit.text()) {
          case "second" -> ChronoUnit.SECONDS;
          case "minute" -> ChronoUnit.MINUTES;
          case "hour" -> ChronoUnit.HOURS;
          case "day" -> ChronoUnit.DAYS;
          case "week" -> ChronoUnit.WEEKS;
          default -> throw NftFailure.unexpected(unit);
        };
    int burst = RateLimit.USUAL_BURST;
    if (words.take("burst")) {
      burst = (int) words.number(Integer.MAX_VALUE);
      words.expect("packets");
    }
    return new RateLimit(side, rate, per, burst);
  }
}
