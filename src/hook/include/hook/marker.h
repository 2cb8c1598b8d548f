/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * marker: names that the program, its module and its installer share.
 */
#ifndef TOPOFIX_HOOK_MARKER_H
#define TOPOFIX_HOOK_MARKER_H

/*
 * An ELF note with this name, this type and the version marks a file as ours. Plain text would not
 * be enough, because another script could contain it.
 */
#define TOPOFIX_HOOK_NOTE_NAME "virt-topofix-hook"
#define TOPOFIX_HOOK_NOTE_TYPE 1

/*
 * Used once in the program and once in the module. It is in assembler, because a sanitizer pads
 * variables.
 */
#define TOPOFIX_HOOK_NOTE                                        \
    __asm__(".pushsection .note.virt-topofix-hook,\"a\",%note\n" \
            ".balign 4\n"                                        \
            ".long 2f - 1f\n"                                    \
            ".long 4f - 3f\n"                                    \
            ".long 1\n"                                          \
            "1: .asciz \"" TOPOFIX_HOOK_NOTE_NAME "\"\n"         \
            "2: .balign 4\n"                                     \
            "3: .asciz \"" TOPOFIX_VERSION "\"\n"                \
            "4: .balign 4\n"                                     \
            ".popsection")

#define TOPOFIX_HOOK_PROGRAM "virt-topofix-hook"
#define TOPOFIX_HOOK_MODULE  "virt-topofix-hook.so"

/*
 * The folder where libvirt looks for hooks, the subfolder for further ones, and our name there:
 * after hooks that prepare a host, before those that an admin adds at the end.
 */
#define TOPOFIX_HOOK_FOLDER    TOPOFIX_LIBVIRT_SYSCONFDIR "/hooks"
#define TOPOFIX_HOOK_SUBFOLDER "qemu.d"
#define TOPOFIX_HOOK_NAME      "50-virt-topofix"

#endif
