// SPDX-License-Identifier: LGPL-2.1-or-later
// c++ filter.cc $(pkg-config --cflags --libs libtopofix): domain XML in, legal domain XML out
#include <iostream>
#include <iterator>
#include <memory>
#include <topofix/topofix.h>

int main()
{
    std::string xml{std::istreambuf_iterator<char>(std::cin), {}};
    char why[TOPOFIX_MESSAGE_SIZE] = "no memory is left";
    topofix_ctx *raw = nullptr;
    topofix_outcome *answer = nullptr;
    int status = topofix_ctx_new(topofix_library_site_folder(), nullptr, 0, &raw, why, sizeof why);
    std::unique_ptr<topofix_ctx, void (*)(topofix_ctx *)> ctx(raw, topofix_ctx_free);
    if (status == TOPOFIX_OK)
        status = topofix_outcome_of_xml(raw, nullptr, xml.data(), xml.size(), &answer, why, sizeof why);
    std::unique_ptr<topofix_outcome, void (*)(topofix_outcome *)> outcome(answer, topofix_outcome_free);
    if (status == TOPOFIX_OK)
        std::cout << topofix_outcome_xml(answer, nullptr);
    else
        std::cerr << why << '\n';
    return status != TOPOFIX_OK;
}
