package dev.cnilab.netsim.neighbor;

/** How much is believed of what is said about a neighbour. */
enum UpdateAuthority {
  /** Does not replace a known MAC address. */
  HINT,
  /** Replaces it. */
  OVERRIDE,
  /** Replaces even a permanent entry. */
  ADMINISTRATOR
}
