/** Detectors of what is wrong with Services and names, while pods reach each other. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.service;
