/** Who may reach whom according to manifests alone, compared with published connectivity lists. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.netpol.manifest;
