package dev.cnilab.userland.privilege;

/** Whether set-user-ID bits and file capabilities take effect; no_new_privs. */
public enum NewPrivileges {
  POSSIBLE,
  NEVER
}
