package dev.cnilab.netsim.neighbor;

/** How far an update of a neighbor entry may go. */
enum UpdateAuthority {
  /** Does not replace a known MAC address. */
  HINT,
  /** Replaces it. */
  OVERRIDE,
  /** Replaces even a permanent entry. */
  ADMINISTRATOR
}
