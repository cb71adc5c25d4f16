//! Doubles of two derives of Hubris: `Count` and `IdolError`.

use proc_macro::TokenStream;
use quote::{format_ident, quote};
use syn::{parse_macro_input, Attribute, Data, DataEnum, DeriveInput, Ident, Member};

/// `counters::Count` for an enum: a counter per variant, or the counters of its field that is marked `#[count(children)]`.
/// A variant with `#[count(skip)]` has none.
#[proc_macro_derive(Count, attributes(count))]
pub fn count(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let (name, vis) = (&input.ident, &input.vis);
    let counters = format_ident!("{name}Counts");
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(counters::Count));
    }
    let (parameters, arguments, _) = generics.split_for_impl();
    let mut fields = Vec::new();
    let mut arms = Vec::new();
    for variant in &variants(&input).variants {
        let ident = &variant.ident;
        if has(&variant.attrs, "count", "skip") {
            arms.push(quote!(#name::#ident { .. } => {}));
            continue;
        }
        let child = variant
            .fields
            .iter()
            .enumerate()
            .find(|(_, field)| has(&field.attrs, "count", "children"))
            .map(|(index, field)| match &field.ident {
                Some(name) => (Member::Named(name.clone()), field),
                None => (Member::Unnamed(index.into()), field),
            });
        match child {
            Some((member, field)) => {
                fields.push((ident, field.ty.clone()));
                arms.push(quote!(#name::#ident { #member: child, .. } => counters::Count::count(child, &counters.#ident)));
            }
            None => {
                fields.push((ident, syn::parse_quote!(())));
                arms.push(
                    quote!(#name::#ident { .. } => counters::Count::count(&(), &counters.#ident)),
                );
            }
        }
    }
    let (idents, types): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    quote! {
        #[allow(non_snake_case)]
        #vis struct #counters #parameters {
            #(pub #idents: <#types as counters::Count>::Counters,)*
        }

        impl #parameters counters::Count for #name #arguments {
            type Counters = #counters #arguments;
            #[allow(clippy::declare_interior_mutable_const)]
            const NEW_COUNTERS: Self::Counters = #counters {
                #(#idents: <#types as counters::Count>::NEW_COUNTERS,)*
            };
            fn count(&self, counters: &Self::Counters) {
                match self { #(#arms,)* }
            }
        }
    }
    .into()
}

/// Conversions between a C-like error and the code that travels. The variant marked `#[idol(server_death)]` stands for every
/// dead code.
#[proc_macro_derive(IdolError, attributes(idol))]
pub fn idol_error(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let name = &input.ident;
    let death: Option<&Ident> = variants(&input)
        .variants
        .iter()
        .find(|variant| has(&variant.attrs, "idol", "server_death"))
        .map(|variant| &variant.ident);
    let on_death = death.map(|death| {
        quote! {
            if code >= 0xFFFF_FF00 {
                return Ok(Self::#death);
            }
        }
    });
    let marker = death.map(
        |_| quote!(impl idol_runtime::IHaveConsideredServerDeathWithThisErrorType for #name {}),
    );
    quote! {
        impl From<#name> for u16 {
            fn from(error: #name) -> u16 {
                error as u16
            }
        }

        impl From<#name> for u32 {
            fn from(error: #name) -> u32 {
                error as u32
            }
        }

        impl core::convert::TryFrom<u32> for #name {
            type Error = ();
            fn try_from(code: u32) -> Result<Self, ()> {
                #on_death
                <Self as userlib::FromPrimitive>::from_u32(code).ok_or(())
            }
        }

        #marker
    }
    .into()
}

fn variants(input: &DeriveInput) -> &DataEnum {
    match &input.data {
        Data::Enum(data) => data,
        _ => panic!("only enums"),
    }
}

fn has(attributes: &[Attribute], name: &str, word: &str) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident(name)
            && attribute
                .parse_args::<Ident>()
                .is_ok_and(|ident| ident == word)
    })
}
