package dev.cnilab.cluster.image.proxy.iptables;

import dev.cnilab.netsim.iptables.match.Match;
import java.util.List;

/** Whether the rules of endpoints, which are most of all rules, have comments. */
enum EndpointComments {
  WRITTEN {
    @Override
    List<Match> of(String text) {
      return List.of(Matches.comment(text));
    }
  },

  /** As with more than a thousand endpoints ({@code appendServiceCommentLocked}). */
  LEFT_OUT {
    @Override
    List<Match> of(String text) {
      return List.of();
    }
  };

  /** The comment as conditions of a rule. */
  abstract List<Match> of(String text);
}
